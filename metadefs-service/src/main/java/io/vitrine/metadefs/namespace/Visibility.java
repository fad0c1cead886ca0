package io.vitrine.metadefs.namespace;

import java.util.Arrays;
import java.util.Locale;

/** Who sees a namespace: its owner's project alone, or everyone. */
public enum Visibility {
  PRIVATE,
  PUBLIC;

  public static Visibility named(String name) {
    return Arrays.stream(values())
        .filter(visibility -> visibility.text().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new NamespaceProblem.Invalid("visibility must be public or private.").asException());
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
