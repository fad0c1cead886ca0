package io.vitrine.local.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.ClusterException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * An import at one moment.
 *
 * @param status {@code pending}, {@code processing}, {@code success} or {@code failure}
 * @param attempt 1 for the first worker
 * @param phase empty before the first
 * @param total bytes of the phase; 0 while unknown
 * @param message why it failed, or what else there is to say
 */
record Task(
    String id,
    String method,
    String status,
    int attempt,
    String phase,
    long done,
    long total,
    String message,
    Instant createdAt,
    Instant updatedAt) {

  /** As events tell it. */
  static Task from(JsonNode json) {
    return of(json, json);
  }

  /** As lists show it: with its bytes in an object of their own. */
  static Task listed(JsonNode json) {
    return of(json, json.path("progress"));
  }

  private static Task of(JsonNode json, JsonNode progress) {
    try {
      return new Task(
          json.path("id").asText(),
          json.path("method").asText(),
          json.path("status").asText(),
          json.path("attempt").asInt(1),
          progress.path("phase").asText(""),
          progress.path("done_bytes").asLong(),
          progress.path("total_bytes").asLong(),
          json.path("message").asText(""),
          Instant.parse(json.path("created_at").asText()),
          Instant.parse(json.path("updated_at").asText()));
    } catch (DateTimeException e) {
      throw new ClusterException("the gateway tells of no task: " + json, e);
    }
  }

  /** Of the phase, between 0 and 1. */
  double share() {
    return total <= 0 ? 0 : Math.clamp((double) done / total, 0, 1);
  }

  int percent() {
    return (int) (share() * 100);
  }

  boolean hasEnded() {
    return hasFailed() || status.equals("success");
  }

  boolean hasFailed() {
    return status.equals("failure");
  }
}
