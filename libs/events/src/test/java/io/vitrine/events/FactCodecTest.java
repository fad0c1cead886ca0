package io.vitrine.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is not to be seen in golden files, which {@code contract.DocumentsTest} reads. */
class FactCodecTest {
  private static final UUID IMAGE = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final UUID OTHER = UUID.fromString("00000000-0000-0000-0000-000000000002");

  private static final TaskSnapshot TASK =
      new TaskSnapshot(
          OTHER,
          IMAGE,
          "api_image_import",
          "web-download",
          "processing",
          "demo",
          "u1",
          "req-1",
          null,
          2,
          false,
          "fetch",
          1,
          2,
          "",
          Instant.EPOCH,
          Instant.EPOCH.plusSeconds(1));

  @Test
  void skipsTypesAndFieldsOfANewerPeer() {
    assertThat(FactCodec.decode("io.vitrine.image.exported.v9", new byte[0])).isEmpty();
    String newer =
        "{\"image_id\":\"%s\",\"upload_id\":\"%s\",\"received_bytes\":7,\"colour\":\"red\"}"
            .formatted(IMAGE, OTHER);
    assertThat(
            FactCodec.decode(
                "io.vitrine.image.upload-progressed.v1", newer.getBytes(StandardCharsets.UTF_8)))
        .contains(new BlobFact.UploadProgressed(IMAGE, OTHER, 7));
  }

  @Test
  void readsATaskOfARegistryThatSaysNothingOfPauses() {
    // Given
    Fact fact = new TaskFact.TaskChanged(IMAGE, TASK);
    String older =
        new String(FactCodec.encode(fact), StandardCharsets.UTF_8).replace("\"paused\":false,", "");
    // When / Then
    assertThat(FactCodec.decode(FactCodec.typeOf(fact), older.getBytes(StandardCharsets.UTF_8)))
        .contains(fact);
  }

  @Test
  void saysWhichFactIsMalformed() {
    assertThatThrownBy(
            () -> FactCodec.decode("io.vitrine.image.upload-failed.v1", new byte[] {'{', 'x'}))
        .isInstanceOf(MalformedFactException.class)
        .hasMessageContaining("upload-failed");
  }
}
