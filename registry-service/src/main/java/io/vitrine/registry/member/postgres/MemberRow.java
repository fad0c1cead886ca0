package io.vitrine.registry.member.postgres;

import io.vitrine.registry.image.MemberStatus;
import io.vitrine.registry.member.Member;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** A member as the table has it. */
@Entity(name = "Member")
@Table(name = "image_members")
@NullUnmarked
public class MemberRow {
  @EmbeddedId Key key;
  String status;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "updated_at")
  Instant updatedAt;

  /** A project can be a member of an image once. */
  @Embeddable
  public record Key(
      @Column(name = "image_id") UUID imageId, @Column(name = "member_id") String memberId)
      implements Serializable {}

  static MemberRow of(Member member) {
    MemberRow row = new MemberRow();
    row.key = keyOf(member);
    row.createdAt = member.createdAt();
    row.set(member);
    return row;
  }

  static Key keyOf(Member member) {
    return new Key(member.imageId(), member.memberId());
  }

  void set(Member member) {
    status = member.status().wireName();
    updatedAt = member.updatedAt();
  }

  Member toMember() {
    return new Member(
        key.imageId(),
        key.memberId(),
        MemberStatus.named(status).orElseThrow(),
        createdAt,
        updatedAt);
  }
}
