package io.vitrine.registry.image;

import io.vitrine.problem.ProblemKind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The stores as they are at the moment, in the order of their names. They may change any time. */
public final class StoreDirectory {
  private volatile List<Entry> entries;

  public StoreDirectory(List<Entry> entries) {
    this.entries = checked(entries);
  }

  /**
   * One store.
   *
   * @param description what its operator says of it
   * @param isDefault where images go whose users name no store
   * @param weight of the stores that have an image, the heaviest is read first
   * @param readOnly whether no new images go there
   * @param direct whether clients may be sent to the S3 server itself
   * @param partSize bytes of the parts in which images are sent there
   */
  public record Entry(
      String name,
      Optional<String> description,
      boolean isDefault,
      int weight,
      boolean readOnly,
      boolean direct,
      long partSize) {

    public Entry withDescription(Optional<String> other) {
      return new Entry(name, other, isDefault, weight, readOnly, direct, partSize);
    }

    /** A store of which nothing is said. */
    public static Entry plain(String name, boolean isDefault) {
      return new Entry(name, Optional.empty(), isDefault, 0, false, false, 8L << 20);
    }
  }

  /**
   * The same stores in the order of their names, if they can be.
   *
   * @throws IllegalArgumentException unless there is one default store, and images may go there
   */
  public static List<Entry> checked(List<Entry> entries) {
    List<String> defaults =
        entries.stream().filter(Entry::isDefault).map(Entry::name).sorted().toList();
    if (defaults.size() != 1) {
      throw new IllegalArgumentException(
          "one of the stores %s is the default store, not %s"
              .formatted(entries.stream().map(Entry::name).sorted().toList(), defaults));
    }
    if (entries.stream().anyMatch(store -> store.isDefault() && store.readOnly())) {
      throw new IllegalArgumentException(
          "store %s is read-only and cannot be the default store".formatted(defaults.getFirst()));
    }
    return entries.stream().sorted(Comparator.comparing(Entry::name)).toList();
  }

  /** From now on, these are the stores. */
  public void replace(List<Entry> others) {
    entries = checked(others);
  }

  public List<Entry> entries() {
    return entries;
  }

  public List<String> names() {
    return entries.stream().map(Entry::name).toList();
  }

  /** The stores that new images may go to. */
  public List<String> writable() {
    return entries.stream().filter(store -> !store.readOnly()).map(Entry::name).toList();
  }

  public String defaultStore() {
    return entries.stream().filter(Entry::isDefault).findFirst().orElseThrow().name();
  }

  public Optional<Entry> find(String name) {
    return entries.stream().filter(store -> store.name().equals(name)).findFirst();
  }

  /**
   * Checks that there is such a store.
   *
   * @param unknown what it is if there is none
   */
  public Entry require(String name, ProblemKind unknown) {
    return find(name).orElseThrow(() -> new ImageProblem.UnknownStore(name, unknown).asException());
  }

  /**
   * Checks that new images may go there.
   *
   * @param unknown what it is if there is no such store
   * @param readOnly what it is if it takes no more images
   */
  public void requireWritable(String name, ProblemKind unknown, ProblemKind readOnly) {
    if (require(name, unknown).readOnly()) {
      throw new ImageProblem.ReadOnlyStore(name, readOnly).asException();
    }
  }

  /**
   * The copies of an image in the order in which they are read: the heaviest store first and
   * unknown ones last, else as they came.
   */
  public List<Location> preferred(List<Location> locations) {
    List<Entry> now = entries;
    return locations.stream()
        .sorted(Comparator.comparingLong(location -> lightness(now, location.store())))
        .toList();
  }

  private static long lightness(List<Entry> stores, String name) {
    return stores.stream()
        .filter(store -> store.name().equals(name))
        .mapToLong(store -> -(long) store.weight())
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }
}
