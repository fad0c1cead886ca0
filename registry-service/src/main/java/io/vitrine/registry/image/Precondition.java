package io.vitrine.registry.image;

import java.util.Optional;
import java.util.Set;

/**
 * Which revisions of a record a client is willing to change: those that it has seen.
 *
 * @param revisions empty means any
 */
public record Precondition(Optional<Set<Long>> revisions) {
  public static final Precondition NONE = new Precondition(Optional.empty());

  public Precondition {
    revisions = revisions.map(Set::copyOf);
  }

  public static Precondition oneOf(Set<Long> revisions) {
    return new Precondition(Optional.of(revisions));
  }

  Image require(Image image) {
    if (revisions.filter(seen -> !seen.contains(image.revision())).isPresent()) {
      throw new ImageProblem.Changed(image.id()).asException();
    }
    return image;
  }
}
