package io.vitrine.metadefs.validation;

import io.vitrine.metadefs.namespace.NamespaceName;
import java.util.List;
import java.util.Optional;

/**
 * What definitions say about properties.
 *
 * @param unknown properties that no definition is about
 */
public record Verdict(List<Flaw> flaws, List<String> unknown) {
  public Verdict {
    flaws = List.copyOf(flaws);
    unknown = List.copyOf(unknown);
  }

  public boolean isValid() {
    return flaws.isEmpty();
  }

  /**
   * Something that does not agree with a definition.
   *
   * @param object whose definition it is; empty if it is the namespace's own
   */
  public record Flaw(
      String property, NamespaceName namespace, Optional<String> object, String message) {}
}
