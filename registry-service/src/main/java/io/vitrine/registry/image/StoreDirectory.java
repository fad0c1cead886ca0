package io.vitrine.registry.image;

import java.util.List;
import java.util.Optional;

/** The stores as users are told of them, in the order of their names. */
public record StoreDirectory(List<Entry> entries) {
  public StoreDirectory {
    entries = List.copyOf(entries);
  }

  /**
   * The copies of an image in the order in which they are read. No store weighs more than another
   * yet: what came first goes first.
   */
  public List<Location> preferred(List<Location> locations) {
    return locations;
  }

  /**
   * One store.
   *
   * @param description what its operator says of it
   * @param isDefault where images go whose users name no store
   */
  public record Entry(String name, Optional<String> description, boolean isDefault) {}
}
