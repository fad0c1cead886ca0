package io.vitrine.worker.fetch;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Counts how often a connection breaks, and tells when that is too often. For one thread. */
final class Breaks {
  /** After so many bytes a break is a new one, and not the old one going on. */
  private static final long SOME_WAY = 64L << 20;

  private final FetchLimits limits;
  private long last;
  private int count;

  Breaks(FetchLimits limits) {
    this.limits = limits;
  }

  /** Whether it may be tried again after this one. */
  boolean add(long position) {
    if (position - last >= SOME_WAY) {
      count = 0;
    }
    last = position;
    count++;
    return count <= limits.retries();
  }

  /** Waits before the next try, longer each time. */
  void pause() throws InterruptedException {
    Thread.sleep(limits.pause().multipliedBy(count));
  }

  static FetchException tooMany(Progress progress, IOException cause) {
    if (cause instanceof TunnelSocket.NoProxyException) {
      return new ProxyAwayException();
    }
    return new FetchException(
        progress.position() == 0
            ? "It cannot be reached: %s.".formatted(reason(cause))
            : "The connection broke after %s: %s.".formatted(progress, reason(cause)));
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case UnknownHostException _ -> "the host is not known";
      case SocketTimeoutException _ -> "the server is silent";
      default -> String.valueOf(cause.getMessage());
    };
  }
}
