package io.vitrine.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ServedTest {
  private static final UUID IMAGE = new UUID(0, 1);

  @Test
  void passesThroughAHeader() throws Exception {
    // Given
    Served served = new Served(IMAGE, "größe\r\n\"x\"", List.of("primary", "cold"));

    // When
    String header = served.toJson();

    // Then
    assertThat(header).matches("[\\x20-\\x7e]+");
    assertThat(Served.parse(header)).isEqualTo(served);
  }

  @Test
  void needsNoOwner() throws Exception {
    assertThat(Served.parse("{\"image_id\":\"%s\",\"stores\":[]}".formatted(IMAGE)))
        .isEqualTo(new Served(IMAGE, null, List.of()));
  }
}
