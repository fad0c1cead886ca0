package io.vitrine.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.local.demo.EventTrail.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTrailTest {

  @Test
  void putsFactsInWords() {
    assertThat(describe("{\"image_id\":\"1\",\"image\":{\"status\":\"saving\"}}"))
        .isEqualTo("status saving");
    assertThat(describe("{\"phase\":\"CONVERTING\",\"done_bytes\":1024,\"total_bytes\":2048}"))
        .isEqualTo("phase CONVERTING, 1.0 KiB of 2.0 KiB");
    assertThat(describe("{\"blob\":{\"size\":512,\"disk_format\":\"raw\"},\"reason\":null}"))
        .isEqualTo("size 512 B, format raw");
    assertThat(describe("no json")).isEqualTo("(not JSON)");
  }

  @Test
  void showsOnlyTheEndsOfALongRow() {
    // Given
    List<Event> events =
        List.of(
            event(1000, "created"),
            event(1100, "progressed"),
            event(1200, "progressed"),
            event(1300, "progressed"),
            event(1400, "progressed"),
            event(1500, "activated"));

    // When
    List<String> lines = EventTrail.render(events);

    // Then
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).contains("0.000", "created");
    assertThat(lines.get(1)).contains("0.100", "progressed");
    assertThat(lines.get(2)).contains("2 more");
    assertThat(lines.get(3)).contains("0.400", "progressed");
    assertThat(lines.get(4)).contains("0.500", "activated");
  }

  private static Event event(long time, String type) {
    return new Event(time, "vitrine.images", "io.vitrine.image." + type + ".v1", "");
  }

  private static String describe(String json) {
    return EventTrail.describe(json.getBytes(UTF_8));
  }
}
