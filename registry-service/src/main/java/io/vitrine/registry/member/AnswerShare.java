package io.vitrine.registry.member;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact.ImageMemberUpdated;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.image.AuthorizedImages;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.MemberStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;

/** The member's side: accepts a shared image, rejects it, or takes its word back. */
@ApplicationScoped
public class AnswerShare {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final Images images;
  private final Members members;
  private final MemberPolicy policy;
  private final Outbox outbox;
  private final Clock clock;

  public AnswerShare(
      UnitOfWork unit,
      AuthorizedImages authorized,
      Images images,
      Members members,
      MemberPolicy policy,
      Outbox outbox,
      Clock clock) {
    this.unit = unit;
    this.authorized = authorized;
    this.images = images;
    this.members = members;
    this.policy = policy;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Sets the status of a member.
   *
   * @param answer as the caller wrote it; whether he may answer at all is asked before it is read
   */
  public Uni<Member> answer(Caller caller, UUID imageId, String memberId, String answer) {
    return unit.inTransaction(() ->
        authorized
            .lock(caller, imageId)
            .map(MemberPolicy::shared)
            .chain(image ->
                members
                    .find(imageId, memberId)
                    .map(found -> policy.seen(caller, image, memberId, found))
                    .invoke(member -> policy.mayAnswer(caller, image, member))
                    .map(member -> member.answer(status(answer), clock.instant()))
                    .chain(member -> save(image, member))));
  }

  private static MemberStatus status(String answer) {
    return MemberStatus.named(answer)
        .orElseThrow(() -> new MemberProblem.UnknownStatus().asException());
  }

  private Uni<Member> save(Image image, Member member) {
    Image changed = image.withOtherMembers();
    return members
        .save(member)
        .chain(() -> images.save(changed))
        .chain(() ->
            outbox.publish(new ImageMemberUpdated(Facts.snapshot(changed), member.snapshot())))
        .replaceWith(member);
  }
}
