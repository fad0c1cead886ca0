package io.vitrine.registry.member;

import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImagePolicy;
import io.vitrine.registry.image.Visibility;
import java.util.Optional;

/**
 * Who may do what with the members of an image that he sees. The owner decides with whom it is
 * shared and the member whether it wants it: neither may speak for the other.
 */
final class MemberPolicy {
  private MemberPolicy() {}

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

  /** Whether the caller sees this member of a shared image: a member sees nobody but itself. */
  static boolean sees(Caller caller, Image image, Member member) {
    return caller.isAdmin() || ImagePolicy.owns(caller, image) || isOf(caller, member);
  }

  /** Returns the member if the caller sees it. */
  static Member seen(Caller caller, Image image, String memberId, Optional<Member> found) {
    return found
        .filter(member -> sees(caller, image, member))
        .orElseThrow(() -> new MemberProblem.Missing(image.id(), memberId).asException());
  }

  static void mayAdd(Caller caller, Image image) {
    require(ImagePolicy.mayModify(caller, image), image, "create members");
  }

  static void mayRemove(Caller caller, Image image) {
    require(ImagePolicy.mayModify(caller, image), image, "delete members");
  }

  static void mayAnswer(Caller caller, Image image, Member member) {
    boolean answersForItself =
        caller.has(Role.MEMBER) && isOf(caller, member) && !ImagePolicy.owns(caller, image);
    require(caller.isAdmin() || answersForItself, image, "update members");
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
