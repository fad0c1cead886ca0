package io.vitrine.registry.notification.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.events.Cause;
import io.vitrine.registry.notification.Notification;
import io.vitrine.registry.notification.Notification.Priority;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OsloMessageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static OsloMessage message(Cause cause) {
    return new OsloMessage(
        "m1",
        "image.here",
        Instant.parse("2026-01-02T03:04:05Z"),
        cause,
        new Notification("image.create", Priority.INFO, Map.of("name", "Größe \"M\"")));
  }

  @Test
  void isATextOfJsonInAnEnvelope() throws IOException {
    // When
    JsonNode envelope = JSON.readTree(message(new Cause("req-1", "u1", "demo")).encode());
    // Then
    assertThat(envelope).hasSize(2);
    assertThat(envelope.get("oslo.version").asText()).isEqualTo("2.0");
    assertThat(JSON.readTree(envelope.get("oslo.message").textValue()))
        .isEqualTo(
            JSON.readTree(
                """
                {"message_id": "m1", "publisher_id": "image.here", "event_type": "image.create",
                 "priority": "INFO", "payload": {"name": "Größe \\"M\\""},
                 "timestamp": "2026-01-02 03:04:05.000000",
                 "_context": {"request_id": "req-1", "user_id": "u1", "project_id": "demo"}}\
                """));
  }

  @Test
  void namesNobodyWhereNobodyIsBehindIt() throws IOException {
    JsonNode envelope = JSON.readTree(message(Cause.NONE).encode());

    assertThat(JSON.readTree(envelope.get("oslo.message").textValue()).get("_context")).isEmpty();
  }
}
