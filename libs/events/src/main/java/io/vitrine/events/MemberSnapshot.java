package io.vitrine.events;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * A project that an image is shared with, as it was right after the fact that carries it.
 *
 * @param memberId the project
 * @param status what the project says to it: {@code accepted} shows the image in its lists
 * @param createdAt when it was shared
 * @param updatedAt when the status changed
 */
@JsonNaming(SnakeCaseStrategy.class)
public record MemberSnapshot(
    String memberId,
    @OneOf({"pending", "accepted", "rejected"}) String status,
    Instant createdAt,
    Instant updatedAt) {}
