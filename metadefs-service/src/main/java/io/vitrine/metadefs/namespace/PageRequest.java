package io.vitrine.metadefs.namespace;

import java.util.Optional;

/**
 * Which page of a list is wanted.
 *
 * @param marker the name of the last one on the page before
 */
public record PageRequest(int limit, Optional<String> marker, SortKey sortKey, boolean descending) {
  public PageRequest {
    if (limit < 0) {
      throw new NamespaceProblem.Invalid("limit must not be negative.").asException();
    }
  }

  /** What a list can be ordered by. */
  public enum SortKey {
    CREATED_AT,
    UPDATED_AT,
    NAME
  }
}
