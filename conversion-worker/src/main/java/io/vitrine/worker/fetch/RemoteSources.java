package io.vitrine.worker.fetch;

import io.vitrine.remote.RemoteUrl;
import io.vitrine.remote.SourceRules;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Opens what users name by URL. */
public final class RemoteSources {
  private static final int DOCUMENT_PIECE = 64 << 10;

  private final CheckedHttp http;
  private final FetchLimits limits;
  private final LongSupplier nanoTime;

  /**
   * Through a proxy, where there is one.
   *
   * @param resolver of the names in URLs, with a proxy too
   */
  public RemoteSources(
      SourceRules rules, Resolver resolver, Optional<ForwardProxy> proxy, FetchLimits limits) {
    this(rules, resolver, proxy, limits, System::nanoTime);
  }

  RemoteSources(
      SourceRules rules,
      Resolver resolver,
      Optional<ForwardProxy> proxy,
      FetchLimits limits,
      LongSupplier nanoTime) {
    this.http = new CheckedHttp(rules, resolver, proxy, limits);
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /** {@linkplain #open(SourceRequest, long, Room) Opens} a source from its first byte on. */
  public RemoteStream open(RemoteUrl url, long maxSize, Room room)
      throws FetchException, InterruptedException {
    return open(SourceRequest.of(url), maxSize, room);
  }

  /**
   * Connects. Blocks, and an interrupt ends that.
   *
   * @param maxSize bytes of the whole source that there is room for at first; a source with more
   *     than there is room for at last is given up as soon as that is known
   */
  public RemoteStream open(SourceRequest request, long maxSize, Room room)
      throws FetchException, InterruptedException {
    Source source = new Source(http, request);
    Bounds bounds = new Bounds(maxSize, room, limits.timeLimit(), nanoTime);
    SequentialStream stream = new SequentialStream(source, bounds, limits);
    try {
      stream.connect();
      return RangedStream.insteadOf(stream, source, bounds, limits);
    } catch (FetchException | InterruptedException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /**
   * Reads a small source at once. Blocks, and an interrupt ends that.
   *
   * @param maxBytes more are refused
   */
  public byte[] document(RemoteUrl url, Map<String, String> headers, int maxBytes)
      throws FetchException, InterruptedException {
    SourceRequest request = SourceRequest.of(url).with(headers);
    try (RemoteStream stream = open(request, maxBytes, Room.none())) {
      ByteArrayOutputStream document = new ByteArrayOutputStream();
      byte[] piece = new byte[Math.clamp(maxBytes, 1, DOCUMENT_PIECE)];
      for (int got = stream.read(piece); got >= 0; got = stream.read(piece)) {
        document.write(piece, 0, got);
      }
      return document.toByteArray();
    }
  }
}
