package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.it.ImageApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record's entity tag: who has seen it, and who has not. */
class ConditionalRequestsIT {
  private static final String PATCH =
      "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"mine\"}]";

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");
  private final String id = demo.create("raw");
  private final String path = "/v2/images/" + id;

  private Answer patch(String ifMatch) {
    return demo.send(
        "PATCH",
        path,
        Map.of("Content-Type", ImageApi.PATCH, "If-Match", ifMatch),
        BodyPublishers.ofString(PATCH));
  }

  private Answer send(String method, String path, Map<String, String> headers) {
    return demo.send(method, path, headers, BodyPublishers.noBody());
  }

  @Test
  void aChangeGivesARecordANewTag() {
    String before = demo.get(path).header("ETag");

    Answer patched = patch(before);

    assertThat(patched.status()).isEqualTo(200);
    assertThat(before).matches("\"\\d+\"");
    assertThat(patched.header("ETag")).isNotEqualTo(before);
    assertThat(demo.get(path).header("ETag")).isEqualTo(patched.header("ETag"));
  }

  @Test
  void aNewRecordHasItsTagAtOnce() {
    Answer created = demo.post("/v2/images", "{}");

    String there = demo.get("/v2/images/" + created.json().get("id").asText()).header("ETag");

    assertThat(created.header("ETag")).isNotEmpty().isEqualTo(there);
  }

  @Test
  void whoHasNotSeenTheLastChangeChangesNothing() {
    // Given
    String seen = demo.get(path).header("ETag");
    demo.patch(id, "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"theirs\"}]");
    Map<String, String> stale = Map.of("If-Match", seen);
    // When
    Answer patched = patch(seen);
    // Then
    assertThat(patched.status()).isEqualTo(412);
    assertThat(send("DELETE", path, stale).status()).isEqualTo(412);
    assertThat(send("PUT", path + "/tags/x", stale).status()).isEqualTo(412);
    assertThat(send("POST", path + "/actions/deactivate", stale).status()).isEqualTo(412);
    assertThat(demo.show(id).get("name").asText()).isEqualTo("theirs");
    assertThat(demo.show(id).get("tags")).isEmpty();
  }

  @Test
  void whoHasSeenTheLastChangeDeletes() {
    String seen = demo.get(path).header("ETag");

    assertThat(send("DELETE", path, Map.of("If-Match", seen)).status()).isEqualTo(204);
    assertThat(demo.get(path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "\"\"", "\"99999999999999999999\"", "W/\"1\"", "\"2\", \"3\""})
  void aTagThatIsNotTheRecordsMatchesNothing(String tag) {
    assertThat(patch(tag).status()).isEqualTo(412);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "%s", "\"7\", %s", "%s,W/\"1\""})
  void oneTagOfManyIsEnough(String tags) {
    String seen = demo.get(path).header("ETag");

    assertThat(patch(tags.formatted(seen)).status()).isEqualTo(200);
  }

  @Test
  void theAnswerOfAMemberIsNoChangeOfTheRecord() {
    // Given
    demo.patch(id, "[{\"op\":\"replace\",\"path\":\"/visibility\",\"value\":\"shared\"}]");
    String seen = demo.get(path).header("ETag");
    demo.post(path + "/members", "{\"member\":\"alt_demo\"}");
    // When
    Answer answered =
        cluster
            .as("alt_demo")
            .send(
                "PUT",
                path + "/members/alt_demo",
                Map.of(),
                BodyPublishers.ofString("{\"status\":\"accepted\"}"));
    // Then
    assertThat(answered.status()).isEqualTo(200);
    assertThat(demo.get(path).header("ETag")).isEqualTo(seen);
    assertThat(patch(seen).status()).isEqualTo(200);
  }

  @Test
  void aStrangerLearnsNothingFromATag() {
    Answer answer =
        cluster
            .as("alt_demo")
            .send("DELETE", path, Map.of("If-Match", "\"9\""), BodyPublishers.noBody());

    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void whatAReaderHasIsNotSentAgain() {
    String tag = demo.get(path).header("ETag");

    Answer again = demo.get(path, Map.of("If-None-Match", tag));

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.header("ETag")).isEqualTo(tag);
    assertThat(demo.get(path, Map.of("If-None-Match", "\"0\"")).status()).isEqualTo(200);
  }

  @Test
  void headTellsOfARecordWithoutSendingIt() {
    Answer head = send("HEAD", path, Map.of());

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("ETag")).isEqualTo(demo.get(path).header("ETag"));
    assertThat(head.header("Content-Type")).startsWith("application/json");
    assertThat(
            cluster.as("alt_demo").send("HEAD", path, Map.of(), BodyPublishers.noBody()).status())
        .isEqualTo(404);
  }
}
