package io.vitrine.store.download;

import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.Stores;
import io.vitrine.store.Requester;
import io.vitrine.store.cache.CacheableImage;
import io.vitrine.store.cache.Home;
import io.vitrine.store.cache.HotImages;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Finds an image's bytes and opens what was asked of them. */
@ApplicationScoped
public class OpenImage {
  private static final Logger LOG = Logger.getLogger(OpenImage.class);

  private final BlobLocations locations;
  private final Stores stores;
  private final HotImages hot;

  public OpenImage(BlobLocations locations, Stores stores, HotImages hot) {
    this.locations = locations;
    this.stores = stores;
    this.hot = hot;
  }

  /**
   * What a client says about the bytes it wants, header by header.
   *
   * @param prefer names of stores to read from if they have the bytes, any other one otherwise
   * @param withoutBody only what the bytes would be is asked
   */
  public record Wish(
      Optional<String> range,
      Optional<String> contentRange,
      Optional<String> ifRange,
      Optional<String> ifNoneMatch,
      List<String> prefer,
      boolean withoutBody) {}

  public sealed interface Answer {
    /** The image has no bytes yet. */
    record NoData() implements Answer {}

    record NotModified(String etag) implements Answer {}

    /**
     * Bytes to be sent.
     *
     * @param range what {@code bytes} holds
     * @param partial whether a range was asked for
     * @param bytes to be closed
     */
    record Opened(
        BlobLocation location, String etag, ByteRange range, boolean partial, InputStream bytes)
        implements Answer {}
  }

  public Answer open(Requester who, String imageId, Wish wish) {
    requireKnown(wish.prefer());
    Optional<BlobLocation> found = locations.locate(who, imageId);
    return found.isEmpty() ? new Answer.NoData() : open(imageId, found.get(), wish);
  }

  /**
   * An image has its bytes in one store, so there is nothing to choose; a typo is told all the
   * same.
   */
  private void requireKnown(List<String> names) {
    for (String name : names) {
      if (stores.named(name).isEmpty()) {
        throw new DownloadProblem.UnknownStore(name).asException();
      }
    }
  }

  private Answer open(String imageId, BlobLocation location, Wish wish) {
    String etag = '"' + location.hash() + '"';
    if (wish.ifNoneMatch().filter(tags -> names(tags, etag)).isPresent()) {
      return new Answer.NotModified(etag);
    }
    Optional<ByteRange> part = part(wish, etag, location.size());
    ByteRange range = part.orElse(new ByteRange(0, location.size()));
    try {
      InputStream bytes =
          wish.withoutBody() ? InputStream.nullInputStream() : bytes(imageId, location, range);
      return new Answer.Opened(location, etag, range, part.isPresent(), bytes);
    } catch (ObjectStoreException e) {
      if (e.failure() == Failure.MISSING) {
        LOG.errorf("Image data is lost: no %s in store %s", location.key(), location.store());
        return new Answer.NoData();
      }
      LOG.errorf(e, "Store %s failed to open %s", location.store(), location.key());
      throw new DownloadProblem.StoreUnavailable(location.store()).asException();
    }
  }

  private InputStream bytes(String imageId, BlobLocation location, ByteRange range) {
    Home home = (offset, length) -> store(location).read(location.key(), offset, length);
    CacheableImage image =
        new CacheableImage(
            UUID.fromString(imageId), location.hash(), location.checksum(), location.size());
    return hot.open(image, range.offset(), range.length(), home)
        .map(cached -> CachedBytes.of(cached, range))
        .orElseGet(() -> home.open(range.offset(), range.length()));
  }

  private ObjectStore store(BlobLocation location) {
    return stores
        .named(location.store())
        .orElseThrow(() -> new DownloadProblem.StoreUnavailable(location.store()).asException());
  }

  private static Optional<ByteRange> part(Wish wish, String etag, long size) {
    if (wish.ifRange().filter(tag -> !tag.strip().equals(etag)).isPresent()) {
      return Optional.empty();
    }
    return wish.range()
        .map(header -> ByteRange.of(header, size))
        .or(() -> wish.contentRange().map(header -> ByteRange.ofContentRange(header, size)));
  }

  private static boolean names(String tags, String etag) {
    return Arrays.stream(tags.split(",", -1))
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
  }
}
