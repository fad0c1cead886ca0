package io.vitrine.registry.image;

import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.registry.image.ImageStatus.Deactivated;

/**
 * Who may do what with an image: Glance's default rules. What the caller may not see is missing to
 * him; what he sees and may not touch is refused.
 */
public final class ImagePolicy {
  private ImagePolicy() {}

  public static void mayCreate(Caller caller) {
    require(caller.isAdmin() || caller.has(Role.MEMBER));
  }

  public static void mayList(Caller caller) {
    require(caller.isAdmin() || caller.has(Role.READER));
  }

  /** Returns the image if the caller sees it. */
  public static Image visible(Caller caller, Image image) {
    boolean visible =
        caller.isAdmin()
            || (caller.has(Role.READER) && (owns(caller, image) || isOpenToAll(image)));
    if (!visible) {
      throw new ImageProblem.Missing(image.id()).asException();
    }
    return image;
  }

  /** Returns the image if the caller may change it. */
  public static Image modifiable(Caller caller, Image image) {
    visible(caller, image);
    require(caller.isAdmin() || (caller.has(Role.MEMBER) && owns(caller, image)));
    return image;
  }

  /** Returns the image if the caller may read its bytes. */
  public static Image downloadable(Caller caller, Image image) {
    visible(caller, image);
    require(caller.isAdmin() || caller.has(Role.MEMBER));
    if (image.status() instanceof Deactivated && !caller.isAdmin()) {
      throw new ImageProblem.Refused(
              "The requested image has been deactivated. Image data download is forbidden.")
          .asException();
    }
    return image;
  }

  /** Returns the image if the caller may take its bytes out of a store. */
  public static Image removableFromStore(Caller caller, Image image) {
    visible(caller, image);
    require(caller.isAdmin());
    return image;
  }

  /** Whether the caller is told where the bytes of a visible image lie. */
  public static boolean mayLocate(Caller caller, Image image) {
    return caller.isAdmin() || !(image.status() instanceof Deactivated);
  }

  public static void mayGiveTo(Caller caller, String owner) {
    if (!caller.isAdmin() && !caller.projectId().equals(owner)) {
      throw new ImageProblem.Refused(
              "You are not permitted to create images owned by '%s'.".formatted(owner))
          .asException();
    }
  }

  public static void maySet(Caller caller, Visibility visibility) {
    require(visibility != Visibility.PUBLIC || caller.isAdmin());
  }

  private static boolean owns(Caller caller, Image image) {
    return caller.projectId().equals(image.owner());
  }

  private static boolean isOpenToAll(Image image) {
    return switch (image.attributes().visibility()) {
      case PUBLIC, COMMUNITY -> true;
      case PRIVATE, SHARED -> false;
    };
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw new ImageProblem.Refused("You are not authorized to complete this action.")
          .asException();
    }
  }
}
