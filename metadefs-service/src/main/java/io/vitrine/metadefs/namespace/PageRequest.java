package io.vitrine.metadefs.namespace;

import java.util.Optional;

/**
 * Which part of the list of namespaces is wanted.
 *
 * @param marker the last namespace of the page before
 * @param associated whether only those are wanted that are associated with some resource type
 */
public record PageRequest(
    int limit,
    Optional<NamespaceName> marker,
    SortKey sortKey,
    boolean descending,
    Optional<Visibility> visibility,
    boolean associated) {
  public static final int MAX_LIMIT = 1_000;
  public static final int DEFAULT_LIMIT = 25;

  public PageRequest {
    if (limit < 0) {
      throw new NamespaceProblem.Invalid("limit must not be negative.").asException();
    }
    limit = Math.min(limit, MAX_LIMIT);
  }

  /** What the list can be ordered by; ties are ordered by name. */
  public enum SortKey {
    CREATED_AT,
    UPDATED_AT,
    NAMESPACE
  }
}
