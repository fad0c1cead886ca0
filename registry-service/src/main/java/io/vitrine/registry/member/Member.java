package io.vitrine.registry.member;

import io.vitrine.events.MemberSnapshot;
import io.vitrine.registry.image.MemberStatus;
import java.time.Instant;
import java.util.UUID;

/**
 * A project that an image is shared with.
 *
 * @param memberId the project; nobody checks that there is one of that id, as in Glance
 * @param status what the project says to the image
 */
public record Member(
    UUID imageId, String memberId, MemberStatus status, Instant createdAt, Instant updatedAt) {

  static Member invite(UUID imageId, String memberId, Instant now) {
    return new Member(imageId, memberId, MemberStatus.PENDING, now, now);
  }

  Member answer(MemberStatus answer, Instant now) {
    return new Member(imageId, memberId, answer, createdAt, now);
  }

  MemberSnapshot snapshot() {
    return new MemberSnapshot(memberId, status.wireName(), createdAt, updatedAt);
  }
}
