package io.vitrine.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object in a store, complete and immutable, and its copies in other stores.
 *
 * @param store name of the store
 * @param key key of the object in the store's bucket
 * @param size bytes
 * @param checksum MD5, 32 hex digits
 * @param osHashAlgo name of the second hash, {@code sha512}
 * @param osHashValue the second hash, hex
 * @param diskFormat the format found in the bytes
 * @param virtualSize bytes of the disk that a guest sees; null where the format does not say
 * @param copies where the same bytes are, too
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Blob(
    String store,
    String key,
    long size,
    String checksum,
    String osHashAlgo,
    String osHashValue,
    String diskFormat,
    @Nullable Long virtualSize,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Copy> copies) {

  /** The same bytes in another store. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Copy(String store, String key) {}

  public Blob {
    // Documents without copies do not name them.
    copies = copies == null ? List.of() : List.copyOf(copies);
    if (size < 0) {
      throw new IllegalArgumentException("size of a blob is negative: " + size);
    }
  }

  /** The same without its copies. */
  public Blob alone() {
    return new Blob(
        store, key, size, checksum, osHashAlgo, osHashValue, diskFormat, virtualSize, List.of());
  }

  /** The same bytes there, too. */
  public Blob and(Copy place) {
    List<Copy> more = new ArrayList<>(copies);
    more.add(place);
    return new Blob(
        store, key, size, checksum, osHashAlgo, osHashValue, diskFormat, virtualSize, more);
  }

  /** The same bytes there, and only there. */
  public Blob at(Copy place) {
    return new Blob(
        place.store(),
        place.key(),
        size,
        checksum,
        osHashAlgo,
        osHashValue,
        diskFormat,
        virtualSize);
  }

  /** In one store only. */
  public Blob(
      String store,
      String key,
      long size,
      String checksum,
      String osHashAlgo,
      String osHashValue,
      String diskFormat,
      @Nullable Long virtualSize) {
    this(store, key, size, checksum, osHashAlgo, osHashValue, diskFormat, virtualSize, List.of());
  }
}
