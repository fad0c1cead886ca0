package io.vitrine.registry.notification.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.events.Cause;
import io.vitrine.registry.notification.Notification;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A notification in the envelope of oslo.messaging, version 2.0: JSON, as a text in JSON.
 *
 * @param id the same for each repetition
 */
record OsloMessage(
    String id, String publisherId, Instant time, Cause cause, Notification notification) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As Python writes a time of which it is understood that it is UTC. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  byte[] encode() {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("message_id", id);
    message.put("publisher_id", publisherId);
    message.put("event_type", notification.type());
    message.put("priority", notification.priority().name());
    message.put("payload", notification.payload());
    message.put("timestamp", TIMESTAMP.format(time));
    message.put("_context", context());
    try {
      return JSON.writeValueAsBytes(
          Map.of("oslo.version", "2.0", "oslo.message", JSON.writeValueAsString(message)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot encode " + notification.type(), e);
    }
  }

  /** In the words of oslo.context. */
  private Map<String, String> context() {
    Map<String, String> context = new LinkedHashMap<>();
    put(context, "request_id", cause.requestId());
    put(context, "user_id", cause.userId());
    put(context, "project_id", cause.projectId());
    return context;
  }

  private static void put(Map<String, String> context, String name, @Nullable String value) {
    if (value != null) {
      context.put(name, value);
    }
  }
}
