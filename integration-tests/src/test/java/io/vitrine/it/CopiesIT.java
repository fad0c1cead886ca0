package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Images in two stores, and stores that have lost something. */
class CopiesIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static final SecondStore SECOND = new SecondStore(CLUSTER);
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final byte[] BYTES = Disks.raw(12 << 20, 71);

  private final ImageApi demo = CLUSTER.as("demo");
  private final ImageApi admin = CLUSTER.as("admin");

  @BeforeAll
  static void start() throws IOException {
    SECOND.add("second.direct=true");
  }

  @AfterAll
  static void tidy() throws IOException {
    SECOND.remove();
  }

  @Test
  void anImageIsCopiedReadFromEitherStoreAndTakenOutAgain() throws IOException {
    // Given
    String id = copied();

    // Then
    assertThat(file("second", id)).hasSize(BYTES.length);
    for (String query : List.of("", "?prefer=primary", "?prefer=second,primary")) {
      assertThat(demo.get("/v2/images/" + id + "/file" + query).body()).isEqualTo(BYTES);
    }

    // When: one of them loses it.
    Files.delete(file("second", id));

    // Then
    Answer part =
        demo.get("/v2/images/" + id + "/file?prefer=second", Map.of("Range", "bytes=7-1006"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).hasSize(1000);
    assertThat(demo.download(id).body()).isEqualTo(BYTES);

    // When
    assertThat(remove("second", id)).isEqualTo(204);

    // Then
    assertThat(demo.show(id).get("stores").asText()).isEqualTo("primary");
    assertThat(remove("primary", id)).isEqualTo(403);
    assertThat(demo.download(id).body()).isEqualTo(BYTES);
  }

  @Test
  void onlyThoseWhoAskAreSentToTheStoreItself() throws IOException {
    // Given
    String id = copied();
    ImageApi nobody = new ImageApi("", Map.of());

    // When
    Answer answer = demo.get("/v2/images/" + id + "/file?redirect=true");

    // Then
    assertThat(answer.status()).isEqualTo(307);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(nobody.get(answer.header("Location")).body()).isEqualTo(BYTES);
    String other = demo.create("raw");
    demo.upload(other, BYTES);
    assertThat(demo.get("/v2/images/" + other + "/file?redirect=true").status()).isEqualTo(200);
    assertThat(CLUSTER.as("alt_demo").get("/v2/images/" + id + "/file?redirect=true").status())
        .isEqualTo(404);
  }

  @Test
  void aScrubFindsWhatIsLostAndWhatIsNobodys() throws IOException {
    // Given
    String sound = copied();
    String cut = copied();
    String lost = copied();
    Files.write(file("second", cut), new byte[10], StandardOpenOption.TRUNCATE_EXISTING);
    Files.delete(file("second", lost));
    Path orphan = folder("second").resolve("blobs/nobody/nothing");
    Files.createDirectories(orphan.getParent());
    Files.write(orphan, new byte[33]);

    // When
    List<JsonNode> findings = scrub("older-than=0s");

    // Then
    assertThat(findings)
        .anyMatch(it -> is(it, "orphan") && it.get("key").asText().equals("blobs/nobody/nothing"))
        .anyMatch(it -> is(it, "wrong_size") && it.get("image_id").asText().equals(cut))
        .anyMatch(it -> is(it, "missing") && it.get("image_id").asText().equals(lost))
        .noneMatch(it -> it.toString().contains(sound));
    assertThat(is(findings.getLast(), "summary")).isTrue();
    assertThat(orphan).exists();

    // When
    assertThat(scrub("older-than=0s&delete=true")).anyMatch(it -> it.path("deleted").asBoolean());

    // Then
    assertThat(orphan).doesNotExist();
    assertThat(demo.download(sound).body()).isEqualTo(BYTES);
    assertThat(demo.post("/v2/stores/second/scrub", "").status()).isEqualTo(403);
  }

  private static boolean is(JsonNode finding, String kind) {
    return finding.get("kind").asText().equals(kind);
  }

  private List<JsonNode> scrub(String query) {
    Answer answer = admin.post("/v2/stores/second/scrub?" + query, "");
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.text().lines().map(ImageApi::json).toList();
  }

  private String copied() {
    String id = demo.create("raw");
    assertThat(demo.upload(id, BYTES).status()).isEqualTo(204);
    Answer asked =
        admin.post(
            "/v2/images/" + id + "/import",
            "{\"method\":{\"name\":\"copy-image\"},\"stores\":[\"second\"]}");
    assertThat(asked.status()).as("%s", asked).isEqualTo(202);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(demo.show(id).get("stores").asText()).isEqualTo("second,primary"));
    return id;
  }

  private int remove(String store, String id) {
    return admin
        .send("DELETE", "/v2/stores/" + store + "/" + id, Map.of(), BodyPublishers.noBody())
        .status();
  }

  private static Path folder(String store) {
    Path objects = CLUSTER.parts().spec().state().data(PartName.S3);
    return store.equals("second")
        ? objects.resolve("second/vitrine")
        : objects.resolve("vitrine-images");
  }

  private static Path file(String store, String id) throws IOException {
    try (var files = Files.list(folder(store).resolve("blobs/" + id))) {
      return files.findFirst().orElseThrow();
    }
  }
}
