package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.it.ImageApi.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharingIT {
  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");
  private final ImageApi other = cluster.as("alt_demo");
  private final String id = demo.create("raw");

  @Test
  void aMemberIsAskedAndAnswers() {
    // Given
    Answer added = add("alt_demo");
    assertThat(added.status()).isEqualTo(200);
    assertThat(added.json().get("status").asText()).isEqualTo("pending");
    assertThat(listed("")).isFalse();
    assertThat(listed("member_status=pending")).isTrue();
    assertThat(listed("visibility=shared&member_status=pending")).isTrue();
    assertThat(listed("visibility=shared&member_status=accepted")).isFalse();
    // When
    Answer accepted = answer("accepted");
    // Then
    assertThat(accepted.status()).isEqualTo(200);
    JsonNode member = accepted.json();
    assertThat(member.get("member_id").asText()).isEqualTo("alt_demo");
    assertThat(member.get("image_id").asText()).isEqualTo(id);
    assertThat(member.get("status").asText()).isEqualTo("accepted");
    assertThat(member.get("schema").asText()).isEqualTo("/v2/schemas/member");
    assertThat(member.get("updated_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(listed("")).isTrue();
    assertThat(listed("member_status=pending")).isFalse();
    assertThat(listed("visibility=shared&member_status=accepted")).isTrue();
    assertThat(listed("visibility=shared&member_status=rejected")).isFalse();
    assertThat(listed("visibility=shared&member_status=all")).isTrue();
    // When
    answer("rejected");
    // Then
    assertThat(listed("")).isFalse();
    assertThat(listed("member_status=rejected")).isTrue();
  }

  @Test
  void aMemberReadsTheImageWhateverItSaid() {
    // Given
    byte[] bytes = Disks.raw(1 << 18, 3);
    assertThat(demo.upload(id, bytes).status()).isEqualTo(204);
    assertThat(other.download(id).status()).isEqualTo(404);
    // When
    add("alt_demo");
    // Then
    assertThat(other.status(id)).isEqualTo("active");
    assertThat(other.download(id).body()).isEqualTo(bytes);
    answer("rejected");
    assertThat(other.download(id).body()).isEqualTo(bytes);
  }

  @Test
  void aRemovedMemberIsAStrangerAgain() {
    // Given
    assertThat(demo.upload(id, Disks.raw(1 << 10, 3)).status()).isEqualTo(204);
    add("alt_demo");
    answer("accepted");
    // When
    Answer removed = demo.delete(members() + "/alt_demo");
    // Then
    assertThat(removed.status()).isEqualTo(204);
    assertThat(other.get("/v2/images/" + id).status()).isEqualTo(404);
    assertThat(other.download(id).status()).isEqualTo(404);
    assertThat(other.get(members()).status()).isEqualTo(404);
    assertThat(listed("member_status=all")).isFalse();
    assertThat(demo.delete(members() + "/alt_demo").status()).isEqualTo(404);
    assertThat(add("alt_demo").json().get("status").asText()).isEqualTo("pending");
  }

  @Test
  void theOwnerSeesAllMembersAndAMemberItself() {
    // Given
    add("alt_demo");
    add("third");
    // When
    JsonNode all = demo.get(members()).json();
    // Then
    assertThat(all.get("schema").asText()).isEqualTo("/v2/schemas/members");
    assertThat(all.get("members").findValuesAsText("member_id"))
        .containsExactly("alt_demo", "third");
    assertThat(other.get(members()).json().get("members").findValuesAsText("member_id"))
        .containsExactly("alt_demo");
    assertThat(demo.get(members() + "/third").json().get("status").asText()).isEqualTo("pending");
    assertThat(other.get(members() + "/alt_demo").status()).isEqualTo(200);
    assertThat(other.get(members() + "/third").status()).isEqualTo(404);
    assertThat(demo.get(members() + "/nobody").status()).isEqualTo(404);
  }

  @Test
  void membersOfAnImageThatIsSharedNoMoreAreInert() {
    // Given
    add("alt_demo");
    answer("accepted");
    // When
    setVisibility("private");
    // Then
    assertThat(other.get("/v2/images/" + id).status()).isEqualTo(404);
    assertThat(listed("member_status=all")).isFalse();
    assertThat(demo.get(members()).status()).isEqualTo(403);
    assertThat(demo.get(members() + "/alt_demo").status()).isEqualTo(404);
    // When
    setVisibility("shared");
    // Then
    assertThat(listed("")).isTrue();
  }

  @Test
  void aHiddenImageStaysHiddenFromItsMembers() {
    add("alt_demo");
    answer("accepted");

    demo.patch(id, "[{\"op\":\"replace\",\"path\":\"/os_hidden\",\"value\":true}]");

    assertThat(listed("")).isFalse();
    assertThat(listed("os_hidden=true")).isTrue();
  }

  @Test
  void aMemberPagesAcrossWhatIsShared() {
    // Given
    List<String> shared = new ArrayList<>(List.of(id));
    shared.add(demo.create("raw"));
    shared.add(demo.create("raw"));
    for (String image : shared) {
      String path = "/v2/images/" + image + "/members";
      demo.post(path, "{\"member\":\"alt_demo\"}");
      other.put(path + "/alt_demo", json("{\"status\":\"rejected\"}"));
    }
    // When
    List<String> seen = new ArrayList<>();
    String next = "/v2/images?limit=2&visibility=shared&owner=demo&member_status=rejected";
    while (next != null) {
      JsonNode page = other.get(next).json();
      seen.addAll(page.get("images").findValuesAsText("id"));
      next = page.path("next").textValue();
    }
    // Then
    assertThat(seen).containsAll(shared).doesNotHaveDuplicates();
    demo.delete("/v2/images/" + id + "/members/alt_demo");
    assertThat(other.get("/v2/images?marker=" + id).status()).isEqualTo(400);
  }

  @Test
  void anImageWithMembersCanBeDeleted() {
    add("alt_demo");

    assertThat(demo.delete("/v2/images/" + id).status()).isEqualTo(204);

    assertThat(other.get("/v2/images/" + id).status()).isEqualTo(404);
    assertThat(demo.get(members()).status()).isEqualTo(404);
  }

  @Test
  void sharingIsTold() throws IOException {
    // Given
    add("alt_demo");
    answer("accepted");
    answer("perhaps");
    demo.delete(members() + "/alt_demo");
    // Then
    try (KafkaTrail trail = new KafkaTrail(cluster.parts().ports().kafka())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(trail.typesOf("vitrine.images", id))
                  .containsExactly(
                      "io.vitrine.image.created.v1",
                      "io.vitrine.image.member-added.v1",
                      "io.vitrine.image.member-updated.v1",
                      "io.vitrine.image.member-removed.v1"));
      List<JsonNode> facts = new ArrayList<>();
      for (var record : trail.records("vitrine.images", id)) {
        facts.add(new ObjectMapper().readTree(record.value()));
      }
      assertThat(facts)
          .extracting(fact -> fact.get("image").get("version").asLong())
          .containsExactly(1L, 2L, 3L, 4L);
      assertThat(facts.get(2).get("member").get("member_id").asText()).isEqualTo("alt_demo");
      assertThat(facts.get(2).get("member").get("status").asText()).isEqualTo("accepted");
    }
  }

  @Test
  void thoseWhoShareAtOnceCannotPassTheLimitOrAddTwice() throws Exception {
    // Given
    for (int i = 0; i < 127; i++) {
      assertThat(add("p" + i).status()).isEqualTo(200);
    }
    // When
    List<Callable<Answer>> additions = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String project = "late" + i % 4;
      additions.add(() -> add(project));
    }
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> added : threads.invokeAll(additions)) {
        statuses.add(added.get().status());
      }
    }
    // Then
    assertThat(statuses).containsOnlyOnce(200).allMatch(s -> s == 200 || s == 409 || s == 413);
    assertThat(demo.get(members()).json().get("members")).hasSize(128);
    assertThat(add("p0").status()).isEqualTo(409);
    assertThat(add("one more").status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "5",
        "{}",
        "{\"member\": \"\"}",
        "{\"member\": null}",
        "{\"member\": 5}",
        "{\"member\": [\"alt_demo\"]}",
        "{\"member\": \"a\\u0000b\"}",
        "{\"member\": \"\\ud800\"}"
      })
  void refusesWhatIsNoMember(String body) {
    assertThat(demo.post(members(), body).status()).isEqualTo(400);
  }

  @Test
  void aMemberHasAtMost255Characters() {
    assertThat(add("m".repeat(255)).status()).isEqualTo(200);
    assertThat(add("m".repeat(256)).status()).isEqualTo(400);
    assertThat(demo.get(members() + "/" + "m".repeat(256)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"status\": 5}",
        "{\"status\": null}",
        "{\"status\": \"ACCEPTED\"}"
      })
  void refusesWhatIsNoAnswer(String body) {
    add("alt_demo");

    assertThat(other.put(members() + "/alt_demo", json(body)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"PUT,''", "PATCH,''", "POST,/alt_demo"})
  void refusesOtherMethods(String method, String member) {
    assertThat(
            demo.send(method, members() + member, Map.of(), BodyPublishers.ofString("{}")).status())
        .isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"member_status=", "member_status=maybe", "visibility=mine"})
  void refusesBadFilters(String query) {
    assertThat(other.get("/v2/images?" + query).status()).isEqualTo(400);
  }

  @Test
  void describesMembers() {
    JsonNode member = demo.get("/v2/schemas/member").json();
    JsonNode members = demo.get("/v2/schemas/members").json();

    assertThat(member.get("name").asText()).isEqualTo("member");
    assertThat(member.get("properties").get("status").get("enum")).hasSize(3);
    assertThat(member.has("additionalProperties")).isFalse();
    assertThat(members.get("properties").get("members").get("items")).isEqualTo(member);
  }

  private String members() {
    return "/v2/images/" + id + "/members";
  }

  private Answer add(String project) {
    return demo.post(members(), "{\"member\":\"%s\"}".formatted(project));
  }

  private Answer answer(String status) {
    return other.put(members() + "/alt_demo", json("{\"status\":\"%s\"}".formatted(status)));
  }

  private boolean listed(String query) {
    return !other.get("/v2/images?id=" + id + "&" + query).json().get("images").isEmpty();
  }

  private void setVisibility(String visibility) {
    demo.patch(
        id,
        "[{\"op\":\"replace\",\"path\":\"/visibility\",\"value\":\"%s\"}]".formatted(visibility));
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
