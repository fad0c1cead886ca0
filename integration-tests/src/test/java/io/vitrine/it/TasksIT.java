package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TasksIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> ENDS = Set.of("success", "failure");

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");
  private final ImageApi admin = cluster.as("admin");
  private final byte[] raw = Disks.raw(1 << 18, 81);

  /** The task of an import that has ended. */
  private String task(byte[] staged) {
    String id = demo.create("raw");
    demo.stage(id, staged);
    assertThat(demo.startImport(id, "").status()).isEqualTo(202);
    await().atMost(PATIENCE).until(() -> ENDS.contains(demo.lastTask(id).get("status").asText()));
    return demo.lastTask(id).get("id").asText();
  }

  private List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    String next = "/v2/tasks" + query;
    while (next != null) {
      JsonNode page = admin.get(next).json();
      page.get("tasks").forEach(task -> ids.add(task.get("id").asText()));
      next = page.path("next").textValue();
    }
    return ids;
  }

  @Test
  void showsATaskWithAllThatIsKnownOfIt() {
    String id = task(raw);

    JsonNode task = admin.get("/v2/tasks/" + id).json();

    assertThat(task.get("id").asText()).isEqualTo(id);
    assertThat(task.get("type").asText()).isEqualTo("api_image_import");
    assertThat(task.get("status").asText()).isEqualTo("success");
    assertThat(task.get("owner").asText()).isEqualTo("demo");
    assertThat(task.get("input").get("image_id")).isEqualTo(task.get("image_id"));
    assertThat(task.get("result").get("image_id")).isEqualTo(task.get("image_id"));
    assertThat(task.get("message").asText()).isEmpty();
    assertThat(task.get("request_id").asText()).startsWith("req-");
    assertThat(task.get("self").asText()).isEqualTo("/v2/tasks/" + id);
    assertThat(task.get("schema").asText()).isEqualTo("/v2/schemas/task");
    assertThat(task.get("created_at").asText()).endsWith("Z");
  }

  @Test
  void aTaskOutlivesItsImage() {
    String id = task(raw);
    String image = admin.get("/v2/tasks/" + id).json().get("image_id").asText();

    demo.delete("/v2/images/" + image);

    assertThat(demo.get("/v2/images/" + image + "/tasks").status()).isEqualTo(404);
    assertThat(admin.get("/v2/tasks/" + id).json().get("status").asText()).isEqualTo("success");
  }

  @Test
  void listsTasksInShort() {
    String id = task(raw);

    JsonNode page = admin.get("/v2/tasks?limit=1").json();

    JsonNode task = page.get("tasks").get(0);
    assertThat(page.get("first").asText()).isEqualTo("/v2/tasks?limit=1");
    assertThat(page.get("schema").asText()).isEqualTo("/v2/schemas/tasks");
    assertThat(page.get("next").asText()).isEqualTo("/v2/tasks?limit=1&marker=" + id);
    assertThat(task.get("id").asText()).isEqualTo(id);
    assertThat(task.has("input")).isFalse();
    assertThat(task.has("result")).isFalse();
    assertThat(task.has("message")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "created_at, asc",
    "created_at, desc",
    "id, asc",
    "status, desc",
    "type, asc",
    "owner, asc"
  })
  void pagesThroughEveryTaskOnce(String key, String direction) {
    List<String> made = List.of(task(raw), task(Disks.qcow2(raw)), task(raw));

    List<String> seen = ids("?limit=1&sort_key=%s&sort_dir=%s".formatted(key, direction));

    assertThat(seen).doesNotHaveDuplicates().containsAll(made);
    assertThat(ids("?sort_key=%s&sort_dir=%s".formatted(key, direction))).isEqualTo(seen);
  }

  @Test
  void filtersByStatusTypeAndOwner() {
    String good = task(raw);
    String bad = task(Disks.qcow2(raw));

    assertThat(ids("?status=success")).contains(good).doesNotContain(bad);
    assertThat(ids("?status=failure")).contains(bad).doesNotContain(good);
    assertThat(ids("?type=api_image_import&owner=demo&status=failure"))
        .contains(bad)
        .doesNotContain(good);
    assertThat(ids("?type=import")).isEmpty();
    assertThat(ids("?owner=nobody")).isEmpty();
    assertThat(ids("?limit=0")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=x",
        "limit=-1",
        "marker=x",
        "marker=00000000-0000-0000-0000-000000000000",
        "sort_key=colour",
        "sort_dir=up",
        "status=dreaming",
        "type=x",
        "colour=red",
        "owner=%00"
      })
  void refusesBadQueries(String query) {
    assertThat(admin.get("/v2/tasks?" + query).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "demo_reader", "alt_demo"})
  void isForAdministratorsOnly(String user) {
    String id = task(raw);
    ImageApi other = cluster.as(user);

    assertThat(other.get("/v2/tasks").status()).isEqualTo(403);
    assertThat(other.get("/v2/tasks?limit=x").status()).isEqualTo(403);
    assertThat(other.get("/v2/tasks/" + id).status()).isEqualTo(403);
    assertThat(other.get("/v2/tasks/nonsense").status()).isEqualTo(403);
    assertThat(other.post("/v2/tasks", "{\"type\":\"import\",\"input\":{}}").status())
        .isEqualTo(403);
  }

  @Test
  void aTaskIsNeverDeleted() {
    String id = task(raw);

    Answer answer = admin.delete("/v2/tasks/" + id);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
    assertThat(admin.get("/v2/tasks/" + id).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "[]",
        "{}",
        "{\"type\":5}",
        "{\"type\":\"import\",\"input\":{\"import_from\":\"http://example.org/x\"}}"
      })
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void tasksAreMadeByImportsOnly(String body) {
    assertThat(admin.post("/v2/tasks", body).status()).isEqualTo(400);
  }

  @Test
  void whatIsNotThereIsMissing() {
    assertThat(admin.get("/v2/tasks/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(admin.get("/v2/tasks/nonsense").status()).isEqualTo(404);
    assertThat(admin.send("PUT", "/v2/tasks", Map.of(), BodyPublishers.ofString("{}")).status())
        .isEqualTo(405);
  }

  @Test
  void describesTasksToTheirReaders() {
    // Given
    JsonNode one = cluster.as("demo_reader").get("/v2/schemas/task").json();
    JsonNode many = cluster.as("demo_reader").get("/v2/schemas/tasks").json();
    // When
    JsonNode task = admin.get("/v2/tasks/" + task(raw)).json();
    // Then
    assertThat(one.get("name").asText()).isEqualTo("task");
    assertThat(many.get("name").asText()).isEqualTo("tasks");
    assertThat(many.get("properties").get("tasks").get("items")).isEqualTo(one);
    assertThat(task.fieldNames())
        .toIterable()
        .allSatisfy(name -> assertThat(one.get("properties").has(name)).as(name).isTrue());
  }
}
