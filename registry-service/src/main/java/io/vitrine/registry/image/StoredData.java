package io.vitrine.registry.image;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that lie complete in one or more stores.
 *
 * @param locations at least one, at most one in each store, in the order in which they came
 * @param size bytes
 * @param checksum MD5, hex
 * @param diskFormat the format found in the bytes
 * @param virtualSize bytes of the disk that a guest sees; null where the format does not say
 */
public record StoredData(
    List<Location> locations,
    long size,
    String checksum,
    String osHashAlgo,
    String osHashValue,
    String diskFormat,
    @Nullable Long virtualSize) {

  public StoredData {
    locations = List.copyOf(locations);
    if (locations.isEmpty()) {
      throw new IllegalArgumentException("stored data is nowhere");
    }
  }

  /** The one that is there longest. */
  public Location first() {
    return locations.getFirst();
  }

  public Optional<Location> in(String store) {
    return locations.stream().filter(location -> location.store().equals(store)).findFirst();
  }

  public StoredData with(Location copy) {
    return at(Stream.concat(locations.stream(), Stream.of(copy)).toList());
  }

  StoredData without(List<Location> copies) {
    return at(locations.stream().filter(location -> !copies.contains(location)).toList());
  }

  /** The same bytes, there. */
  public StoredData at(List<Location> locations) {
    return new StoredData(
        locations, size, checksum, osHashAlgo, osHashValue, diskFormat, virtualSize);
  }
}
