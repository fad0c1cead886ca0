package io.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveTaskTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static List<LiveTask> parse(String answer) throws IOException {
    return RegistryTasks.parse(answer.getBytes(StandardCharsets.UTF_8), Played.IMAGE);
  }

  @Test
  void whatTheRegistryShowsLooksLikeWhatAFactTells() throws Exception {
    // Given
    Played task = Played.task().at("2026-01-01T00:00:05.123456Z").attempt(2).done(45);
    // When
    LiveTask shown = parse("{\"tasks\": [" + task.json() + "]}").getFirst();
    // Then
    assertThat(shown).isEqualTo(task.live());
    assertThat(shown.eventId()).isEqualTo(task.id() + "/2026-01-01T00:00:05.123456Z");
  }

  @Test
  void tellsTheWholeTaskOnOneLine() throws Exception {
    // When
    String text = Played.task().at("2026-01-01T00:00:05.25Z").done(45).live().json();
    // Then
    JsonNode json = JSON.readTree(text);
    assertThat(text).doesNotContain("\n");
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "image_id",
            "type",
            "method",
            "status",
            "owner",
            "user_id",
            "request_id",
            "run_id",
            "attempt",
            "paused",
            "phase",
            "done_bytes",
            "total_bytes",
            "message",
            "created_at",
            "updated_at",
            "percent");
    assertThat(json.get("updated_at").asText()).isEqualTo("2026-01-01T00:00:05.250Z");
    assertThat(json.get("percent").asInt()).isEqualTo(45);
  }

  @ParameterizedTest
  @CsvSource({
    "processing,0,100,0",
    "processing,99,100,99",
    "processing,100,100,100",
    "processing,120,100,100",
    "processing,9223372036854775807,9223372036854775807,100",
    "success,3,0,100",
    "failure,50,100,50",
  })
  void countsPerCent(String status, long done, long total, int percent) throws Exception {
    // When
    LiveTask task = Played.task().status(status).done(done).total(total).live();
    // Then
    assertThat(JSON.readTree(task.json()).get("percent").asInt()).isEqualTo(percent);
  }

  @Test
  void knowsNoPerCentWithoutATotal() throws Exception {
    assertThat(JSON.readTree(Played.task().total(0).live().json()).get("percent").isNull())
        .isTrue();
  }

  @Test
  void readsATaskThatTheRegistrySaysLittleOf() throws Exception {
    // When
    LiveTask task =
        parse(
                """
                {"tasks": [{"id": "0d2a8b1c-54a3-4f5e-9c0e-1f7a3f6f7a10", "status": "pending",
                  "progress": null,
                  "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:01Z"}]}
                """)
            .getFirst();
    // Then
    assertThat(task.task().method()).isEmpty();
    assertThat(task.task().updatedAt()).isEqualTo("2026-01-01T00:00:01Z");
    assertThat(task.task().attempt()).isEqualTo(1);
    assertThat(task.task().phase()).isEmpty();
    assertThat(task.task().imageId()).isEqualTo(Played.IMAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"tasks\": 1}",
        "no JSON",
        "{\"tasks\": [{}]}",
        "{\"tasks\": [{\"id\": \"0d2a8b1c-54a3-4f5e-9c0e-1f7a3f6f7a10\", \"updated_at\": \"now\"}]}"
      })
  void refusesWhatIsNoListOfTasks(String answer) {
    assertThatThrownBy(() -> parse(answer)).isInstanceOf(IOException.class);
  }

  @Test
  void readsThatATaskIsPaused() throws Exception {
    // Given
    String json = Played.task().json().replace("\"paused\": false", "\"paused\": true");
    // When
    LiveTask task = parse("{\"tasks\": [" + json + "]}").getFirst();
    // Then
    assertThat(JSON.readTree(task.json()).get("paused").asBoolean()).isTrue();
  }

  @Test
  void theLaterStateIsTheNewerOneEvenWhereItLooksLikeAStepBack() {
    // Given
    LiveTask running = Played.task().at("2026-01-01T00:00:05.500Z").live();
    LiveTask paused = Played.task().at("2026-01-01T00:00:05.600Z").status("pending").live();
    // Then
    assertThat(paused.isNewerThan(running)).isTrue();
    assertThat(running.isNewerThan(paused)).isFalse();
    assertThat(running.isNewerThan(running)).isFalse();
  }
}
