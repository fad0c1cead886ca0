package io.vitrine.store.upload.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.TracerProvider;
import io.smallrye.reactive.messaging.ce.CloudEventMetadata;
import io.smallrye.reactive.messaging.ce.impl.DefaultIncomingCloudEventMetadata;
import io.vitrine.store.upload.ImageNews.Expectation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFactListenerTest {
  private final ImageFactListener listener =
      new ImageFactListener(TracerProvider.noop().get("test"));

  @ParameterizedTest
  @ValueSource(strings = {"{x", "{}", "null", "{\"image\":{\"id\":7}}"})
  void passesOverAFactThatItCannotRead(String body) {
    try (Expectation expected = listener.expect(UUID.randomUUID(), UUID.randomUUID())) {
      // When
      var handled = listener.onImage(message("io.vitrine.image.deleted.v1", body));

      // Then
      assertThat(handled).isCompleted();
      assertThat(expected.end()).isEmpty();
    }
  }

  private static Message<byte[]> message(String type, String body) {
    CloudEventMetadata<byte[]> event =
        new DefaultIncomingCloudEventMetadata<>(
            CloudEventMetadata.CE_VERSION_1_0,
            "1",
            URI.create("/test"),
            type,
            "application/json",
            null,
            null,
            null,
            Map.of(),
            null);
    return Message.of(body.getBytes(StandardCharsets.UTF_8)).addMetadata(event);
  }
}
