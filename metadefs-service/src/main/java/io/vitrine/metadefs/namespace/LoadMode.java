package io.vitrine.metadefs.namespace;

import java.util.Arrays;
import java.util.Locale;

/** What becomes of a namespace that exists when a file says something about it. */
public enum LoadMode {
  /** It stays as it is. */
  SKIP,
  /** It gets the parts that it lacks. */
  MERGE,
  /** It gets all that the file says, in place of its own where both say something. */
  PREFER_NEW,
  /** It becomes what the file says, and nothing else. */
  OVERWRITE;

  public static LoadMode named(String name) {
    return Arrays.stream(values())
        .filter(mode -> mode.text().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new NamespaceProblem.Invalid("mode must be skip, merge, prefer-new or overwrite.")
                .asException());
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean replaces() {
    return this == PREFER_NEW || this == OVERWRITE;
  }

  boolean removes() {
    return this == OVERWRITE;
  }
}
