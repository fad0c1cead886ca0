package io.vitrine.events;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as it was right after the fact that carries it.
 *
 * @param method as the import request named it, or {@code location}
 * @param status {@code pending}, {@code processing}, {@code success} or {@code failure}
 * @param owner the project that asked
 * @param runId the worker's run; null while none has it
 * @param attempt 1 for the first run; grows with each that came to nothing
 * @param phase {@code fetch}, {@code inspect}, {@code decompress}, {@code convert}, {@code land},
 *     {@code verify} or {@code copy}; empty before the first
 * @param doneBytes of the phase
 * @param totalBytes of the phase; 0 while unknown
 * @param message what to tell a person; empty where there is nothing to say
 * @param updatedAt grows with each fact of the task
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TaskSnapshot(
    UUID id,
    UUID imageId,
    String type,
    String method,
    String status,
    String owner,
    String userId,
    String requestId,
    @Nullable UUID runId,
    int attempt,
    String phase,
    long doneBytes,
    long totalBytes,
    String message,
    Instant createdAt,
    Instant updatedAt) {}
