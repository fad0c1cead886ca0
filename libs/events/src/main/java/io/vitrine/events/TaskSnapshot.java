package io.vitrine.events;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as it was right after the fact that carries it.
 *
 * @param type {@code api_image_import} or {@code location_import}; others may follow
 * @param method as the import request named it, or {@code location}; others may follow
 * @param status as the Image API has it
 * @param owner the project that asked
 * @param userId the user who asked
 * @param requestId the request that began it
 * @param runId the worker's run; null while none has it
 * @param attempt 1 for the first run; grows with each that came to nothing
 * @param paused whether it waits to be resumed; facts of an older registry do not say
 * @param phase {@code fetch}, {@code inspect}, {@code decompress}, {@code convert}, {@code land},
 *     {@code verify} or {@code copy}; empty before the first; others may follow
 * @param doneBytes bytes of the phase that are done
 * @param totalBytes bytes of the phase; 0 while unknown
 * @param message what to tell a person; empty where there is nothing to say
 * @param createdAt when it was asked for
 * @param updatedAt grows with each fact of the task
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TaskSnapshot(
    UUID id,
    UUID imageId,
    String type,
    String method,
    @OneOf({"pending", "processing", "success", "failure"}) String status,
    String owner,
    String userId,
    String requestId,
    @Nullable UUID runId,
    int attempt,
    boolean paused,
    String phase,
    long doneBytes,
    long totalBytes,
    String message,
    Instant createdAt,
    Instant updatedAt) {

  /**
   * Of the phase, 0 to 100; empty while nobody knows.
   *
   * @param status what succeeded is done, even if nothing was to be done
   */
  public static Optional<Integer> percent(String status, long doneBytes, long totalBytes) {
    if (status.equals("success")) {
      return Optional.of(100);
    }
    return totalBytes <= 0
        ? Optional.empty()
        : Optional.of((int) (Math.clamp(doneBytes, 0, totalBytes) * 100.0 / totalBytes));
  }
}
