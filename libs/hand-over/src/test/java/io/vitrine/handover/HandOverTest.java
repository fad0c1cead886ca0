package io.vitrine.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandOverTest {
  private static final URI SOURCE = URI.create("http://s3/bucket/key?X-Amz-Signature=secret");

  @Test
  void isReadBackAsItWasWritten() throws IOException {
    // Given
    HandOver written = new HandOver(206, Map.of("ETag", "\"x\""), 5, 7, List.of(SOURCE), 300, 16);

    // When
    HandOver read = HandOver.parse(written.toJson().getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(read).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"sources\": 1}",
        "{\"status\":200,\"headers\":{},\"offset\":0,\"length\":1,\"sources\":[]}",
        "{\"status\":200,\"headers\":{},\"offset\":0,\"length\":1,\"sources\":[\"/etc/passwd\"]}",
        "{\"status\":200,\"headers\":{},\"offset\":0,\"length\":1,\"sources\":[\"file:///etc/passwd\"]}"
      })
  void refusesAnythingElse(String document) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> HandOver.parse(document.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2013-002")
  void keepsSignedUrlsOutOfTexts() {
    assertThat(new HandOver(200, Map.of(), 0, 1, List.of(SOURCE), 300, 16).toString())
        .doesNotContain("secret");
  }
}
