package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.EventReader.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a project is told of its images while it happens, and after it was away. */
class EventStreamIT {
  private static final byte[] RAW = Disks.raw(1 << 20, 7);

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");
  private final ImageApi other = cluster.as("alt_demo");

  private EventReader follow(String gateway, String user, String lastEventId) {
    return EventReader.open(gateway, cluster.token(user), lastEventId);
  }

  private AnotherGateway gateway(String name, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("KAFKA_BOOTSTRAP_SERVERS", cluster.parts().ports().kafka());
    return AnotherGateway.start(cluster, "gateway-" + name, all);
  }

  /** What a reader was told of these images. */
  private static List<String> briefsOf(EventReader reader, List<String> ids) {
    return reader.briefs().stream()
        .filter(brief -> ids.contains(brief.substring(0, brief.indexOf(' '))))
        .toList();
  }

  private static JsonNode image(Event event) {
    return event.data().get("image");
  }

  @Test
  void aProjectIsToldOfItsOwnImagesAndImportsAndOfNothingElse() {
    try (EventReader mine = follow(cluster.gateway(), "demo", "");
        EventReader theirs = follow(cluster.gateway(), "alt_demo", "")) {
      // Given
      String foreign = other.create("raw");
      other.stage(foreign, RAW);
      other.startImport(foreign, "");
      String own = demo.create("raw");
      demo.patch(own, "[{\"op\": \"add\", \"path\": \"/secret\", \"value\": \"42\"}]");
      demo.post("/v2/images/" + own + "/members", "{\"member\": \"alt_demo\"}");
      demo.stage(own, RAW);
      demo.startImport(own, "");
      mine.await(event -> event.brief().equals(own + " activated"));
      mine.await(event ->
          event.imageId().equals(own) && event.data().path("status").asText().equals("success"));
      theirs.await(event -> event.brief().equals(foreign + " activated"));
      // When
      demo.delete("/v2/images/" + own);
      other.delete("/v2/images/" + foreign);
      mine.await(event -> event.brief().equals(own + " deleted"));
      theirs.await(event -> event.brief().equals(foreign + " deleted"));
      // Then
      assertThat(briefsOf(mine, List.of(own)))
          .containsExactly(
              Stream.of(
                      "created",
                      "updated",
                      "member-added",
                      "upload-started",
                      "staged",
                      "import-started",
                      "activated",
                      "deleted")
                  .map(type -> own + " " + type)
                  .toArray(String[]::new));
      for (EventReader reader : List.of(mine, theirs)) {
        String project = reader == mine ? "demo" : "alt_demo";
        assertThat(reader.events())
            .filteredOn(event -> event.name().equals("image"))
            .allSatisfy(event -> {
              assertThat(image(event).get("owner").asText()).isEqualTo(project);
              assertThat(event.data().toString()).doesNotContain("secret");
            });
        assertThat(reader.events())
            .filteredOn(event -> event.name().equals("task"))
            .isNotEmpty()
            .allSatisfy(event -> assertThat(event.data().get("owner").asText()).isEqualTo(project));
      }
      assertThat(theirs.events()).noneMatch(event -> event.imageId().equals(own));
    }
  }

  @Test
  void aStreamGoesOnAfterARestartAndAtAnyGateway() {
    // Given
    String known;
    String seen = demo.create("raw");
    String lastId;
    try (AnotherGateway before = gateway("before", Map.of());
        EventReader reader = follow(before.url(), "demo", "")) {
      known = demo.create("raw");
      lastId = reader.await(event -> event.imageId().equals(known)).id();
    }
    List<String> ids = new ArrayList<>(List.of(seen, known));
    List<String> missed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String id = demo.create("raw");
      demo.delete("/v2/images/" + id);
      other.create("raw");
      ids.add(id);
      missed.addAll(List.of(id + " created", id + " deleted"));
    }
    // When
    try (AnotherGateway after = gateway("after", Map.of());
        EventReader restarted = follow(after.url(), "demo", lastId);
        EventReader elsewhere = follow(cluster.gateway(), "demo", lastId)) {
      String live = demo.create("raw");
      ids.add(live);
      missed.add(live + " created");
      // Then
      for (EventReader reader : List.of(restarted, elsewhere)) {
        reader.await(event -> event.imageId().equals(live));
        assertThat(reader.events()).noneMatch(event -> event.name().equals("reset"));
        assertThat(briefsOf(reader, ids)).containsExactlyInAnyOrderElementsOf(missed);
        for (String id : ids.subList(2, 7)) {
          assertThat(briefsOf(reader, List.of(id)))
              .containsExactly(id + " created", id + " deleted");
        }
      }
    }
  }

  @Test
  void fiftyClientsThatComeAndGoAreEachToldAllOnce() {
    try (AnotherGateway one = gateway("one", Map.of());
        AnotherGateway two = gateway("two", Map.of())) {
      // Given
      List<EventReader> first =
          IntStream.range(0, 50).mapToObj(i -> follow(one.url(), "demo", "")).toList();
      List<String> ids =
          new ArrayList<>(IntStream.range(0, 10).mapToObj(i -> demo.create("raw")).toList());
      List<EventReader> second = new ArrayList<>();
      // When
      for (int i = 0; i < first.size(); i++) {
        // Wherever each of them is.
        first.get(i).close();
        String gateway = i % 2 == 0 ? one.url() : two.url();
        second.add(follow(gateway, "demo", first.get(i).lastId()));
        if (i % 10 == 0) {
          ids.add(demo.create("raw"));
        }
      }
      String last = demo.create("raw");
      ids.add(last);
      // Then
      List<String> all = ids.stream().map(id -> id + " created").toList();
      for (int i = 0; i < first.size(); i++) {
        EventReader again = second.get(i);
        for (String id : ids) {
          if (!first.get(i).briefs().contains(id + " created")) {
            again.await(event -> event.imageId().equals(id));
          }
        }
        assertThat(Stream.of(first.get(i), again).flatMap(reader -> briefsOf(reader, ids).stream()))
            .containsExactlyInAnyOrderElementsOf(all);
        again.close();
      }
    }
  }

  @Test
  void whoWasAwayForTooLongIsToldSo() {
    try (AnotherGateway small = gateway("small", Map.of("VITRINE_LIVE_WINDOW_SIZE", "8K"))) {
      // Given
      String lastId;
      try (EventReader reader = follow(small.url(), "demo", "")) {
        lastId = reader.lastId();
        for (int i = 0; i < 20; i++) {
          String id = demo.create("raw");
          reader.await(event -> event.imageId().equals(id));
        }
      }
      // When
      try (EventReader again = follow(small.url(), "demo", lastId)) {
        String id = demo.create("raw");
        again.await(event -> event.imageId().equals(id));
        // Then
        assertThat(again.events().getFirst().name()).isEqualTo("reset");
        assertThat(briefsOf(again, List.of(id))).containsExactly(id + " created");
      }
    }
  }

  @Test
  void isForThoseWhoMayListAndTakesNothingButEvents() {
    assertThat(new ImageApi(cluster.gateway(), Map.of()).get("/v2/events").status()).isEqualTo(401);
    assertThat(demo.get("/v2/events", Map.of("Accept", "application/json")).status())
        .isEqualTo(406);
  }
}
