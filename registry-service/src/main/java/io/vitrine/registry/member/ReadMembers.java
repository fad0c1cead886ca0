package io.vitrine.registry.member;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.registry.image.AuthorizedImages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Shows with whom an image is shared: everyone to its owner, a member only itself. */
@ApplicationScoped
public class ReadMembers {
  private final AuthorizedImages images;
  private final Members members;
  private final MemberPolicy policy;

  public ReadMembers(AuthorizedImages images, Members members, MemberPolicy policy) {
    this.images = images;
    this.members = members;
    this.policy = policy;
  }

  public Uni<List<Member>> list(Caller caller, UUID imageId) {
    return images
        .find(caller, imageId)
        .map(MemberPolicy::shared)
        .invoke(image -> policy.mayList(caller, image))
        .chain(image ->
            members
                .ofImage(imageId)
                .map(all ->
                    all.stream().filter(member -> policy.sees(caller, image, member)).toList()));
  }

  /** A member of an image that is not shared is missing, even if a row remembers it. */
  public Uni<Member> show(Caller caller, UUID imageId, String memberId) {
    return images
        .find(caller, imageId)
        .chain(image ->
            members
                .find(imageId, memberId)
                .map(found ->
                    policy.seen(
                        caller,
                        image,
                        memberId,
                        found.filter(member -> MemberPolicy.isShared(image)))));
  }
}
