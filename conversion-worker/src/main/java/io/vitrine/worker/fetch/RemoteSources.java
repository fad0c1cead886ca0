package io.vitrine.worker.fetch;

import io.vitrine.remote.RemoteUrl;
import io.vitrine.remote.SourceRules;
import java.util.function.LongSupplier;

/** Opens what users name by URL. */
public final class RemoteSources {
  private final CheckedHttp http;
  private final FetchLimits limits;
  private final LongSupplier nanoTime;

  public RemoteSources(SourceRules rules, Resolver resolver, FetchLimits limits) {
    this(rules, resolver, limits, System::nanoTime);
  }

  RemoteSources(SourceRules rules, Resolver resolver, FetchLimits limits, LongSupplier nanoTime) {
    this.http = new CheckedHttp(rules, resolver, limits);
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /**
   * Connects. Blocks, and an interrupt ends that.
   *
   * @param maxSize bytes that there is room for at first; a source with more than there is room for
   *     at last is given up as soon as that is known
   */
  public RemoteStream open(RemoteUrl url, long maxSize, Room room)
      throws FetchException, InterruptedException {
    RemoteStream stream = new RemoteStream(http, url, maxSize, room, limits, nanoTime);
    try {
      stream.connect();
      return stream;
    } catch (FetchException | InterruptedException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }
}
