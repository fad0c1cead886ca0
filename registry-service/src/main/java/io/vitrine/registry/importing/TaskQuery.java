package io.vitrine.registry.importing;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which tasks are wanted, in which order. Age and id decide between equals.
 *
 * @param marker the last task of the page before
 */
public record TaskQuery(
    Map<Column, String> equalTo,
    Column sortKey,
    boolean descending,
    Optional<UUID> marker,
    int limit) {

  public TaskQuery {
    equalTo = Map.copyOf(equalTo);
  }

  /** What tasks are compared and sorted by. */
  public enum Column {
    ID,
    TYPE,
    STATUS,
    OWNER,
    CREATED_AT,
    UPDATED_AT
  }
}
