package io.vitrine.worker.fetch;

import io.vitrine.worker.fetch.FetchLimits.Ahead;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads over several connections, each of which fetches a range ahead of the reader.
 *
 * <p>Holds as many buffers of the size of a range as there are connections: the ranges ahead come
 * in any order, and one that has been read makes place for the next one.
 */
final class RangedStream implements RemoteStream {
  private final Source source;
  private final Version version;
  private final Bounds bounds;
  private final FetchLimits limits;
  private final Pace pace;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** The next bytes first; no two have the same buffer. */
  private final Queue<RangeAhead> ahead = new ArrayDeque<>();

  private final Queue<byte[]> spare = new ArrayDeque<>();

  private int connections;
  private long position;
  private long planned;

  private RangedStream(Source source, Version version, Bounds bounds, FetchLimits limits) {
    this.source = source;
    this.version = version;
    this.bounds = bounds;
    this.limits = limits;
    this.pace = new Pace(limits.minSpeed());
    this.connections = limits.ahead().connections();
  }

  /**
   * Reads what a connected stream would, over more connections where the server proves that it
   * gives parts: the second range is asked for while the first connection stands, to go on with
   * that one if the answer is anything else.
   */
  static RemoteStream insteadOf(
      SequentialStream one, Source source, Bounds bounds, FetchLimits limits)
      throws InterruptedException {
    Ahead wanted = limits.ahead();
    Version version = one.version();
    long second = wanted.rangeSize();
    if (wanted.connections() < 2 || !one.promisesParts() || second >= version.size()) {
      return one;
    }
    Response answer;
    try {
      long end = Math.min(second + wanted.rangeSize(), version.size());
      answer = source.part(version, second, end);
    } catch (IOException e) {
      return one;
    }
    RangedStream stream = new RangedStream(source, version, bounds, limits);
    stream.fetchNext(one.giveUp());
    stream.fetchNext(answer);
    stream.fetchAhead();
    return stream;
  }

  /**
   * A server may grant fewer connections than are asked for: while a range is put off, no further
   * one takes the place that it needs.
   */
  private void fetchAhead() {
    while (ahead.size() < connections
        && planned < version.size()
        && ahead.stream().noneMatch(RangeAhead::isPutOff)) {
      fetchNext(null);
    }
  }

  private void fetchNext(@Nullable Response answer) {
    byte[] free = spare.poll();
    byte[] buffer = free == null ? new byte[limits.ahead().rangeSize()] : free;
    int length = (int) Math.min(buffer.length, version.size() - planned);
    RangeAhead range = new RangeAhead(source, version, bounds, limits, planned, length, buffer);
    planned += length;
    ahead.add(range);
    threads.execute(() -> range.fetch(answer));
  }

  @Override
  public OptionalLong announcedSize() {
    return OptionalLong.of(version.size());
  }

  @Override
  public int read(byte[] into, int offset, int length) throws FetchException, InterruptedException {
    RangeAhead next = ahead.peek();
    if (next == null) {
      return -1;
    }
    int got = take(next, into, offset, length);
    position += got;
    if (next.isTaken()) {
      ahead.remove();
      spare.add(next.buffer());
      if (next.isPutOff()) {
        connections = Math.max(1, connections - 1);
      }
      fetchAhead();
    }
    return got;
  }

  /** At least one byte; a connection can be kept busy without ever bringing one. */
  private int take(RangeAhead next, byte[] into, int offset, int length)
      throws FetchException, InterruptedException {
    long begin = bounds.nanoTime();
    for (long before = begin; ; ) {
      Progress progress = new Progress(position, version.size());
      bounds.requireTime(progress);
      int got = next.take(into, offset, length);
      long now = bounds.nanoTime();
      pace.add(got, now - before);
      before = now;
      if (got > 0) {
        return got;
      }
      if (now - begin > limits.longestSilence().toNanos()) {
        throw Breaks.tooMany(progress, new SocketTimeoutException("timeout"));
      }
    }
  }

  /** What still blocks then ends soon, and nothing waits for it. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
