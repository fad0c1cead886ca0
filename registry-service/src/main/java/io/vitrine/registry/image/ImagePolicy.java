package io.vitrine.registry.image;

import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.registry.image.ImageStatus.Deactivated;

/**
 * Who may do what with an image: Glance's default rules. What the caller may not see is missing to
 * him; what he sees and may not touch is refused. {@link AuthorizedImages} asks for every use case.
 */
public final class ImagePolicy {
  private ImagePolicy() {}

  public static void mayCreate(Caller caller) {
    require(caller.isAdmin() || caller.has(Role.MEMBER));
  }

  public static void mayList(Caller caller) {
    require(caller.isAdmin() || caller.has(Role.READER));
  }

  /**
   * Returns the image if the caller sees it.
   *
   * @param member whether the caller's project is a member of the image; what it said to the image
   *     decides about its lists only
   */
  static Image visible(Caller caller, Image image, boolean member) {
    boolean visible =
        caller.isAdmin()
            || (caller.has(Role.READER)
                && (owns(caller, image)
                    || switch (image.attributes().visibility()) {
                      case PUBLIC, COMMUNITY -> true;
                      case SHARED -> member;
                      case PRIVATE -> false;
                    }));
    if (!visible) {
      throw new ImageProblem.Missing(image.id()).asException();
    }
    return image;
  }

  /** Returns the image if the caller may change it. */
  static Image modifiable(Caller caller, Image image, boolean member) {
    visible(caller, image, member);
    require(mayModify(caller, image));
    return image;
  }

  /** Whether the caller may change an image that he sees. */
  public static boolean mayModify(Caller caller, Image image) {
    return caller.isAdmin() || (caller.has(Role.MEMBER) && owns(caller, image));
  }

  /** Returns the image if the caller may read its bytes. */
  static Image downloadable(Caller caller, Image image, boolean member) {
    visible(caller, image, member);
    require(caller.isAdmin() || caller.has(Role.MEMBER));
    if (image.status() instanceof Deactivated && !caller.isAdmin()) {
      throw new ImageProblem.Refused(
              "The requested image has been deactivated. Image data download is forbidden.")
          .asException();
    }
    return image;
  }

  /** Returns the image if the caller may take its bytes out of a store. */
  static Image removableFromStore(Caller caller, Image image, boolean member) {
    visible(caller, image, member);
    require(caller.isAdmin());
    return image;
  }

  /** Whether the caller is told where the bytes of a visible image lie. */
  public static boolean mayLocate(Caller caller, Image image) {
    return caller.isAdmin() || !(image.status() instanceof Deactivated);
  }

  static void mayRestore(Caller caller) {
    require(caller.isAdmin());
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

  public static boolean owns(Caller caller, Image image) {
    return caller.projectId().equals(image.owner());
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw new ImageProblem.Refused("You are not authorized to complete this action.")
          .asException();
    }
  }
}
