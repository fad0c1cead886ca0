package io.vitrine.events;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * A project that an image is shared with, as it was right after the fact that carries it.
 *
 * @param memberId the project
 * @param status {@code pending}, {@code accepted} or {@code rejected}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record MemberSnapshot(
    String memberId, String status, Instant createdAt, Instant updatedAt) {}
