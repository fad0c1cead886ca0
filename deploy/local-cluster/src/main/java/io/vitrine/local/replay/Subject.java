package io.vitrine.local.replay;

/**
 * One thing that the catalogue says something of.
 *
 * @param id of the image, or the name of the namespace: the API shows no other
 */
public record Subject(Kind kind, String id) {
  /** The members of an image that is not shared are not shown, and are no subject. */
  public enum Kind {
    IMAGE,
    MEMBERS,
    NAMESPACE
  }

  @Override
  public String toString() {
    return switch (kind) {
      case IMAGE -> "image " + id;
      case MEMBERS -> "members of " + id;
      case NAMESPACE -> "namespace " + id;
    };
  }
}
