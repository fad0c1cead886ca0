package io.vitrine.local.metadefs;

import java.util.Locale;

/** What becomes of a namespace that exists already. */
public enum LoadMode {
  /** It stays as it is. */
  SKIP,
  /** It gets the parts that it lacks. */
  MERGE,
  /** It gets all of the file's parts, in place of its own where both have one. */
  PREFER_NEW,
  /** It becomes what the file says, and nothing else. */
  OVERWRITE;

  /** As options and the API have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
