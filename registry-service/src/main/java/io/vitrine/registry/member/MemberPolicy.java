package io.vitrine.registry.member;

import io.vitrine.identity.Caller;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImagePolicy;
import io.vitrine.registry.image.Visibility;
import io.vitrine.registry.policy.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Who may do what with the members of an image that he sees. The owner decides with whom it is
 * shared and the member whether it wants it: neither may speak for the other.
 */
@ApplicationScoped
public class MemberPolicy {
  private final ImagePolicy images;

  public MemberPolicy(ImagePolicy images) {
    this.images = images;
  }

  /** Whether the image can have members; rows of one that was shared before are inert. */
  static boolean isShared(Image image) {
    return image.attributes().visibility() == Visibility.SHARED;
  }

  /** Returns the image if it can have members. */
  static Image shared(Image image) {
    if (!isShared(image)) {
      throw new MemberProblem.NotShared().asException();
    }
    return image;
  }

  void mayList(Caller caller, Image image) {
    require(images.allows(Rule.GET_MEMBERS, caller, image), image, "see members");
  }

  /** Whether the caller sees this member of a shared image: a member sees nobody but itself. */
  boolean sees(Caller caller, Image image, Member member) {
    boolean concerned =
        images.isAdmin(caller) || ImagePolicy.owns(caller, image) || isOf(caller, member);
    return concerned && images.allows(Rule.GET_MEMBER, caller, image);
  }

  /** Returns the member if the caller sees it. */
  Member seen(Caller caller, Image image, String memberId, Optional<Member> found) {
    return found
        .filter(member -> sees(caller, image, member))
        .orElseThrow(() -> new MemberProblem.Missing(image.id(), memberId).asException());
  }

  void mayAdd(Caller caller, Image image) {
    require(images.allows(Rule.ADD_MEMBER, caller, image), image, "create members");
  }

  void mayRemove(Caller caller, Image image) {
    require(images.allows(Rule.DELETE_MEMBER, caller, image), image, "delete members");
  }

  void mayAnswer(Caller caller, Image image, Member member) {
    boolean answersForItself = isOf(caller, member) && !ImagePolicy.owns(caller, image);
    boolean concerned = images.isAdmin(caller) || answersForItself;
    require(concerned && images.allows(Rule.MODIFY_MEMBER, caller, image), image, "update members");
  }

  private static boolean isOf(Caller caller, Member member) {
    return caller.projectId().equals(member.memberId());
  }

  private static void require(boolean allowed, Image image, String action) {
    if (!allowed) {
      throw new MemberProblem.Refused(image.id(), action).asException();
    }
  }
}
