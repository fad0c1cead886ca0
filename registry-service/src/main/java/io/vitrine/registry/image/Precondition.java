package io.vitrine.registry.image;

import java.util.Optional;
import java.util.Set;

/**
 * Which versions of a record a client is willing to change: those that it has seen.
 *
 * @param versions empty means any
 */
public record Precondition(Optional<Set<Long>> versions) {
  public static final Precondition NONE = new Precondition(Optional.empty());

  public Precondition {
    versions = versions.map(Set::copyOf);
  }

  public static Precondition oneOf(Set<Long> versions) {
    return new Precondition(Optional.of(versions));
  }

  Image require(Image image) {
    if (versions.filter(seen -> !seen.contains(image.version())).isPresent()) {
      throw new ImageProblem.Changed(image.id(), image.version()).asException();
    }
    return image;
  }
}
