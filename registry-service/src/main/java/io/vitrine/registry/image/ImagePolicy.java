package io.vitrine.registry.image;

import io.vitrine.identity.Caller;
import io.vitrine.registry.image.ImageStatus.Deactivated;
import io.vitrine.registry.policy.Policy;
import io.vitrine.registry.policy.Rule;
import io.vitrine.registry.policy.Target;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Who may do what with an image, by the rules in force. What the caller may not see is missing to
 * him; what he sees and may not touch is refused. {@link AuthorizedImages} asks for every use case.
 *
 * <p>Rules only take away from what visibilities and members give: no rule shows a private image to
 * another project.
 */
@ApplicationScoped
public class ImagePolicy {
  private final Policy policy;

  public ImagePolicy(Policy policy) {
    this.policy = policy;
  }

  /** Whether the caller looks after the images of all projects. */
  public boolean isAdmin(Caller caller) {
    return policy.allows(Rule.CONTEXT_IS_ADMIN, caller, Target.NONE);
  }

  void mayCreate(Caller caller, String owner, Visibility visibility) {
    Target target = Target.of(owner, visibility.wireName());
    if (!policy.allows(Rule.ADD_IMAGE, caller, target)) {
      throw caller.projectId().equals(owner)
          ? refused()
          : new ImageProblem.Refused(
                  "You are not permitted to create images owned by '%s'.".formatted(owner))
              .asException();
    }
    requireRuleOf(visibility, caller, target);
  }

  void mayList(Caller caller) {
    Target own = Target.of(caller.projectId(), Visibility.PRIVATE.wireName());
    require(policy.allows(Rule.GET_IMAGES, caller, own));
  }

  /** What the images of a list must fulfil, where the operator shows less than is visible. */
  Optional<ImageFilter> listed(Caller caller) {
    return policy.isDefault(Rule.GET_IMAGE)
        ? Optional.empty()
        : Optional.of(
            new ImageFilter.Allowed(policy.check(Rule.GET_IMAGE), caller, isAdmin(caller)));
  }

  /**
   * Returns the image if the caller sees it.
   *
   * @param member whether the caller's project is a member of the image; what it said to the image
   *     decides about its lists only
   */
  Image visible(Caller caller, Image image, boolean member) {
    boolean visible =
        isAdmin(caller)
            || owns(caller, image)
            || switch (image.attributes().visibility()) {
              case PUBLIC, COMMUNITY -> true;
              case SHARED -> member;
              case PRIVATE -> false;
            };
    if (!visible || !allows(Rule.GET_IMAGE, caller, image)) {
      throw new ImageProblem.Missing(image.id()).asException();
    }
    return image;
  }

  /** Whether the rule allows something with an image that the caller sees. */
  public boolean allows(Rule rule, Caller caller, Image visible) {
    return policy.allows(rule, caller, target(caller, visible));
  }

  /** Returns an image that the caller sees if the rule allows it. */
  Image require(Rule rule, Caller caller, Image visible) {
    require(allows(rule, caller, visible));
    return visible;
  }

  /** Returns an image that the caller sees if he may read its bytes. */
  Image downloadable(Caller caller, Image visible) {
    require(Rule.DOWNLOAD_IMAGE, caller, visible);
    if (visible.status() instanceof Deactivated && !isAdmin(caller)) {
      throw new ImageProblem.Refused(
              "The requested image has been deactivated. Image data download is forbidden.")
          .asException();
    }
    return visible;
  }

  /** Whether the caller is told where the bytes of a visible image lie. */
  public boolean mayLocate(Caller caller, Image image) {
    return !(image.status() instanceof Deactivated) || isAdmin(caller);
  }

  void mayGiveAway(Caller caller) {
    if (!isAdmin(caller)) {
      throw new ImageProblem.Refused("Owner can't be updated by non admin.").asException();
    }
  }

  void maySet(Caller caller, Image image, Visibility visibility) {
    requireRuleOf(visibility, caller, target(caller, image));
  }

  public static boolean owns(Caller caller, Image image) {
    return caller.projectId().equals(image.owner());
  }

  private void requireRuleOf(Visibility visibility, Caller caller, Target target) {
    switch (visibility) {
      case PUBLIC -> require(policy.allows(Rule.PUBLICIZE_IMAGE, caller, target));
      case COMMUNITY -> require(policy.allows(Rule.COMMUNITIZE_IMAGE, caller, target));
      case SHARED, PRIVATE -> {}
    }
  }

  /** A project that sees what is shared and not its own is a member; an administrator is none. */
  private Target target(Caller caller, Image visible) {
    Visibility visibility = visible.attributes().visibility();
    boolean member = visibility == Visibility.SHARED && !owns(caller, visible) && !isAdmin(caller);
    return new Target(visible.owner(), visibility.wireName(), member ? caller.projectId() : null);
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw refused();
    }
  }

  private static RuntimeException refused() {
    return new ImageProblem.Refused("You are not authorized to complete this action.")
        .asException();
  }
}
