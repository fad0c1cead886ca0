package io.vitrine.store.download;

import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.Stores;
import io.vitrine.store.Requester;
import io.vitrine.store.cache.CacheableImage;
import io.vitrine.store.cache.CachedImage;
import io.vitrine.store.cache.Home;
import io.vitrine.store.cache.HotImages;
import io.vitrine.store.download.BlobLocation.Copy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** Finds an image's bytes and opens what was asked of them. */
@ApplicationScoped
public class OpenImage {
  private static final Logger LOG = Logger.getLogger(OpenImage.class);

  /** For a client that is as slow as it may be; a connection that breaks later is not resumed. */
  private static final Duration SOURCE_VALIDITY = Duration.ofHours(12);

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
   * @param handOver whoever asks can read the stores by itself
   * @param redirect for how long a URL is good to which the client wants to be sent, if it does
   */
  public record Wish(
      Optional<String> range,
      Optional<String> contentRange,
      Optional<String> ifRange,
      Optional<String> ifNoneMatch,
      List<String> prefer,
      boolean withoutBody,
      boolean handOver,
      Optional<Duration> redirect) {}

  public sealed interface Answer {
    /** The image has no bytes yet. */
    record NoData() implements Answer {}

    record NotModified(String etag) implements Answer {}

    /**
     * The bytes are to be had from a store that is open to clients.
     *
     * @param url signed; good for a GET of whichever part
     */
    record Redirected(URI url) implements Answer {}

    /**
     * Bytes to be sent.
     *
     * @param range what {@code bytes} holds
     * @param partial whether a range was asked for
     */
    record Opened(BlobLocation location, String etag, ByteRange range, boolean partial, Bytes bytes)
        implements Answer {}
  }

  /** How the bytes come. */
  public sealed interface Bytes {
    /** The stores that they are read from, in the order in which this is tried. */
    default List<String> stores() {
      return List.of();
    }

    /** Nobody wants them. */
    record None() implements Bytes {}

    /**
     * Through this service.
     *
     * @param stream to be closed
     */
    record Streamed(InputStream stream, List<String> stores) implements Bytes {}

    /**
     * From a file of this node.
     *
     * @param image to be closed
     */
    record OnDisk(CachedImage.Complete image) implements Bytes {}

    /**
     * From the stores, by whoever asks.
     *
     * @param sources signed URLs of the whole object, one for each copy, by the copy's store
     */
    record Elsewhere(SequencedMap<String, URI> sources) implements Bytes {
      @Override
      public List<String> stores() {
        return List.copyOf(sources.keySet());
      }
    }
  }

  public Answer open(Requester who, String imageId, Wish wish) {
    requireKnown(wish.prefer());
    return locations
        .locate(who, imageId)
        .map(found -> open(imageId, found.preferring(wish.prefer()), wish))
        .orElseGet(Answer.NoData::new);
  }

  /** A typo is told, though the other stores would do. */
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
    Optional<URI> redirection = wish.redirect().flatMap(validity -> direct(location, validity));
    if (redirection.isPresent()) {
      return new Answer.Redirected(redirection.get());
    }
    Optional<ByteRange> part = part(wish, etag, location.size());
    ByteRange range = part.orElse(new ByteRange(0, location.size()));
    try {
      return new Answer.Opened(
          location, etag, range, part.isPresent(), bytes(imageId, location, range, wish));
    } catch (ObjectStoreException e) {
      if (e.failure() == Failure.MISSING) {
        LOG.errorf("Image data is lost: %s", location.copies());
        return new Answer.NoData();
      }
      LOG.errorf(e, "None of %s can be opened", location.copies());
      throw new DownloadProblem.StoreUnavailable().asException();
    }
  }

  private Bytes bytes(String imageId, BlobLocation location, ByteRange range, Wish wish) {
    if (wish.withoutBody()) {
      return new Bytes.None();
    }
    Home home = (offset, length) -> copies(location, new ByteRange(offset, length));
    CacheableImage image =
        new CacheableImage(
            UUID.fromString(imageId), location.hash(), location.checksum(), location.size());
    return hot.open(image, range.offset(), range.length(), home)
        .map(OpenImage::cached)
        .orElseGet(() -> stored(location, range, wish));
  }

  private static Bytes cached(CachedImage image) {
    return switch (image) {
      case CachedImage.Complete complete -> new Bytes.OnDisk(complete);
      case CachedImage.Following(var bytes) -> new Bytes.Streamed(bytes, List.of());
    };
  }

  private Bytes stored(BlobLocation location, ByteRange range, Wish wish) {
    SequencedMap<String, URI> sources = new LinkedHashMap<>();
    if (wish.handOver() && range.length() > 0) {
      sign(location, sources::put);
    }
    return sources.isEmpty()
        ? new Bytes.Streamed(copies(location, range), location.stores())
        : new Bytes.Elsewhere(sources);
  }

  private InputStream copies(BlobLocation location, ByteRange range) {
    return new CopiesStream(
        location.copies(),
        (copy, from) -> store(copy).read(copy.key(), from, range.end() + 1 - from),
        range);
  }

  private Optional<URI> direct(BlobLocation location, Duration validity) {
    for (Copy copy : location.copies()) {
      Optional<URI> url =
          stores
              .named(copy.store())
              .filter(ObjectStore::isDirect)
              .flatMap(store -> store.signedRead(copy.key(), validity));
      if (url.isPresent()) {
        return url;
      }
    }
    return Optional.empty();
  }

  private void sign(BlobLocation location, BiConsumer<String, URI> signed) {
    for (Copy copy : location.copies()) {
      stores
          .named(copy.store())
          .flatMap(store -> store.signedRead(copy.key(), SOURCE_VALIDITY))
          .ifPresent(url -> signed.accept(copy.store(), url));
    }
  }

  private ObjectStore store(Copy copy) {
    return stores
        .named(copy.store())
        .orElseThrow(() ->
            new ObjectStoreException(
                Failure.UNAVAILABLE, "there is no store " + copy.store() + " here", null));
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
