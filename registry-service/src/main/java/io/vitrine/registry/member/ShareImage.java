package io.vitrine.registry.member;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact.ImageMemberAdded;
import io.vitrine.events.ImageFact.ImageMemberRemoved;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.image.AuthorizedImages;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Images;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;

/**
 * The owner's side: shares an image with a project, and takes it back. The image stays locked
 * meanwhile, so two that add at once cannot pass the limit together.
 */
@ApplicationScoped
public class ShareImage {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final Images images;
  private final Members members;
  private final MemberPolicy policy;
  private final Outbox outbox;
  private final MemberRules rules;
  private final Clock clock;

  public ShareImage(
      UnitOfWork unit,
      AuthorizedImages authorized,
      Images images,
      Members members,
      MemberPolicy policy,
      Outbox outbox,
      MemberRules rules,
      Clock clock) {
    this.unit = unit;
    this.authorized = authorized;
    this.images = images;
    this.members = members;
    this.policy = policy;
    this.outbox = outbox;
    this.rules = rules;
    this.clock = clock;
  }

  public Uni<Member> add(Caller caller, UUID imageId, String memberId) {
    return unit.inTransaction(() ->
        authorized
            .lock(caller, imageId)
            .map(MemberPolicy::shared)
            .invoke(image -> policy.mayAdd(caller, image))
            .call(() -> requireNew(imageId, memberId))
            .call(() -> requirePlace(imageId))
            .chain(image -> add(image, memberId)));
  }

  public Uni<Void> remove(Caller caller, UUID imageId, String memberId) {
    return unit.inTransaction(() ->
        authorized
            .lock(caller, imageId)
            .map(MemberPolicy::shared)
            .chain(image ->
                members
                    .find(imageId, memberId)
                    .map(found -> policy.seen(caller, image, memberId, found))
                    .invoke(() -> policy.mayRemove(caller, image))
                    .chain(member -> remove(image, member))));
  }

  private Uni<Void> requireNew(UUID imageId, String memberId) {
    return members
        .find(imageId, memberId)
        .invoke(found ->
            found.ifPresent(member -> {
              throw new MemberProblem.AlreadyMember(imageId, memberId).asException();
            }))
        .replaceWithVoid();
  }

  private Uni<Void> requirePlace(UUID imageId) {
    return members
        .count(imageId)
        .invoke(present -> {
          if (!rules.allow(present + 1)) {
            throw new MemberProblem.TooMany(imageId, rules.maxMembers(), present + 1).asException();
          }
        })
        .replaceWithVoid();
  }

  private Uni<Member> add(Image image, String memberId) {
    Image changed = image.withOtherMembers();
    Member member = Member.invite(image.id(), memberId, clock.instant());
    return members
        .add(member)
        .chain(() -> images.save(changed))
        .chain(
            () -> outbox.publish(new ImageMemberAdded(Facts.snapshot(changed), member.snapshot())))
        .replaceWith(member);
  }

  private Uni<Void> remove(Image image, Member member) {
    Image changed = image.withOtherMembers();
    return members
        .remove(member)
        .chain(() -> images.save(changed))
        .chain(() ->
            outbox.publish(new ImageMemberRemoved(Facts.snapshot(changed), member.snapshot())));
  }
}
