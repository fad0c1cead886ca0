package io.vitrine.store.download;

import io.vitrine.objectstore.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an image's bytes are and what they should be.
 *
 * @param copies the same bytes in one store or more, the one to read first
 * @param owner the image's project; a registry of the version before does not say it
 * @param checksum MD5 in hex
 * @param hash SHA-512 in hex
 */
public record BlobLocation(
    List<Copy> copies, @Nullable String owner, long size, String checksum, String hash) {

  /** One object with all of the bytes. */
  public record Copy(String store, ObjectKey key) {}

  public BlobLocation {
    copies = List.copyOf(copies);
    if (copies.isEmpty()) {
      throw new IllegalArgumentException("an image's bytes are somewhere, or it has none");
    }
  }

  /** Their names, in order. */
  List<String> stores() {
    return copies.stream().map(Copy::store).toList();
  }

  /** With the copies in these stores first, in the order of their names here. */
  BlobLocation preferring(List<String> stores) {
    if (stores.isEmpty()) {
      return this;
    }
    List<Copy> ordered = new ArrayList<>(copies);
    ordered.sort(
        Comparator.comparingInt(copy -> {
          int at = stores.indexOf(copy.store());
          return at < 0 ? stores.size() : at;
        }));
    return new BlobLocation(ordered, owner, size, checksum, hash);
  }
}
