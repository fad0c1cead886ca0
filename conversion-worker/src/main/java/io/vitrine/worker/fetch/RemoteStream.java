package io.vitrine.worker.fetch;

import io.vitrine.remote.RemoteUrl;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A remote source, read once from its first byte to its last over as many connections as it takes.
 * What is read is one version of it: it goes on after a broken connection only where the server
 * gives the source an entity tag and keeps to it. For one thread.
 */
public final class RemoteStream implements AutoCloseable {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int SERVER_ERROR = 500;

  /** Request time-out, too early, too many requests: the same request may do better later. */
  private static final Set<Integer> LATER = Set.of(408, 425, 429);

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18})");
  private static final long UNKNOWN = -1;
  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(500);

  /** After so many bytes a break is a new one, and not the old one going on. */
  private static final long SOME_WAY = 64L << 20;

  private final CheckedHttp http;
  private final RemoteUrl url;
  private final Room room;
  private final FetchLimits limits;
  private final LongSupplier nanoTime;
  private final Pace pace;
  private final long begun;

  private @Nullable Response answer;
  private @Nullable IOException broken;
  private @Nullable String entityTag;
  private long maxSize;
  private long total = UNKNOWN;
  private long position;
  private long lastBreak;
  private int breaks;

  RemoteStream(
      CheckedHttp http,
      RemoteUrl url,
      long maxSize,
      Room room,
      FetchLimits limits,
      LongSupplier nanoTime) {
    this.http = http;
    this.url = url;
    this.maxSize = maxSize;
    this.room = room;
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.pace = new Pace(limits.minSpeed());
    this.begun = nanoTime.getAsLong();
  }

  /** The size of the whole source, where the server says it. */
  public OptionalLong announcedSize() {
    return total == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(total);
  }

  /**
   * Reads some bytes. Blocks, and an interrupt ends that.
   *
   * @return how many; -1 at the end of the source, never before it
   */
  public int read(byte[] into) throws FetchException, InterruptedException {
    while (true) {
      requireTime();
      try {
        int got = receive(into);
        if (got >= 0) {
          position += got;
          requireRoom(position);
          return got;
        }
        if (total == UNKNOWN || position == total) {
          return got;
        }
        throw new EOFException("unexpected end of stream");
      } catch (FetchException e) {
        throw e;
      } catch (IOException e) {
        afterBreak(e);
        connect();
      }
    }
  }

  private int receive(byte[] into) throws IOException, InterruptedException {
    IOException earlier = broken;
    if (earlier != null) {
      throw earlier;
    }
    if (answer == null) {
      throw new IllegalStateException("reading before connecting, or after closing");
    }
    InputStream body = answer.body().byteStream();
    long begin = nanoTime.getAsLong();
    Received received = Interruptibly.call(() -> collect(body, into));
    pace.add(Math.max(0, received.bytes()), nanoTime.getAsLong() - begin);
    broken = received.broken();
    return received.bytes();
  }

  /**
   * What one turn brought.
   *
   * @param bytes -1 at the end
   * @param broken what ended it, after bytes that are good
   */
  private record Received(int bytes, @Nullable IOException broken) {}

  /** Bytes come in small pieces; each turn costs a hand-over, so it takes those of a moment. */
  private Received collect(InputStream body, byte[] into) throws IOException {
    long begin = nanoTime.getAsLong();
    int bytes = 0;
    try {
      do {
        int got = body.read(into, bytes, into.length - bytes);
        if (got < 0) {
          return new Received(bytes == 0 ? got : bytes, null);
        }
        bytes += got;
      } while (bytes < into.length && nanoTime.getAsLong() - begin < MOMENT);
      return new Received(bytes, null);
    } catch (IOException e) {
      if (bytes == 0) {
        throw e;
      }
      return new Received(bytes, e);
    }
  }

  /** Connects at the position reached. */
  void connect() throws FetchException, InterruptedException {
    while (true) {
      try {
        accept(http.get(url, headers()));
        return;
      } catch (FetchException e) {
        throw e;
      } catch (SSLHandshakeException | SSLPeerUnverifiedException e) {
        throw new FetchException(
            "No secure connection could be made: %s.".formatted(e.getMessage()));
      } catch (IOException e) {
        afterBreak(e);
      }
    }
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    if (position > 0 && entityTag != null) {
      headers.put("Range", "bytes=%d-".formatted(position));
      headers.put("If-Range", entityTag);
    }
    return headers;
  }

  private void accept(Response next) throws IOException, InterruptedException {
    close();
    broken = null;
    answer = next;
    int status = next.code();
    if (status >= SERVER_ERROR || LATER.contains(status)) {
      throw new IOException("the server answered " + status);
    }
    if (status == OK && position == 0) {
      begin(next);
    } else if (status == PARTIAL && position > 0) {
      resume(next);
    } else if (status == OK || status == PARTIAL) {
      throw changed();
    } else {
      throw new FetchException("The server answered %d.".formatted(status));
    }
    String encoding = next.header("Content-Encoding", "identity");
    if (!"identity".equalsIgnoreCase(encoding)) {
      throw new FetchException("The server sends it encoded (%s) only.".formatted(encoding));
    }
  }

  private void begin(Response first) throws FetchException, InterruptedException {
    String tag = first.header("ETag");
    entityTag = tag != null && tag.startsWith("\"") ? tag : null;
    total = first.body().contentLength();
    requireRoom(total);
  }

  private void resume(Response rest) throws FetchException, InterruptedException {
    Matcher range = CONTENT_RANGE.matcher(rest.header("Content-Range", ""));
    if (!Objects.equals(entityTag, rest.header("ETag"))) {
      // Not every server heeds If-Range.
      throw changed();
    }
    if (!range.matches()
        || Long.parseLong(range.group(1)) != position
        || (total != UNKNOWN && Long.parseLong(range.group(2)) != total)) {
      throw new FetchException(
          "The connection broke after %d bytes, and the server does not go on from there."
              .formatted(position));
    }
    total = Long.parseLong(range.group(2));
    requireRoom(total);
  }

  private FetchException changed() {
    return new FetchException(
        "The connection broke after %d bytes, and what the server has now is something else."
            .formatted(position));
  }

  private void requireRoom(long size) throws FetchException, InterruptedException {
    while (size > maxSize) {
      long more = room.beyond(maxSize);
      if (more <= maxSize) {
        throw new FetchException(
            "It has more than %d bytes, and there is no room for more.".formatted(maxSize));
      }
      maxSize = more;
    }
  }

  private void requireTime() throws FetchException {
    if (nanoTime.getAsLong() - begun > limits.timeLimit().toNanos()) {
      throw new FetchException(
          "It takes longer than %d seconds; %s have come."
              .formatted(limits.timeLimit().toSeconds(), progress()));
    }
  }

  private void afterBreak(IOException cause) throws FetchException, InterruptedException {
    close();
    requireTime();
    if (position > 0 && entityTag == null) {
      throw new FetchException(
          "The connection broke after %s, and the server gives no entity tag to go on with."
              .formatted(progress()));
    }
    if (position - lastBreak >= SOME_WAY) {
      breaks = 0;
    }
    lastBreak = position;
    breaks++;
    if (breaks > limits.retries()) {
      throw new FetchException(
          position == 0
              ? "It cannot be reached: %s.".formatted(reason(cause))
              : "The connection broke after %s: %s.".formatted(progress(), reason(cause)));
    }
    Thread.sleep(limits.pause().multipliedBy(breaks));
  }

  private String progress() {
    return total == UNKNOWN
        ? "%d bytes".formatted(position)
        : "%d of %d bytes".formatted(position, total);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case UnknownHostException _ -> "the host is not known";
      case SocketTimeoutException _ -> "the server is silent";
      default -> String.valueOf(cause.getMessage());
    };
  }

  @Override
  public void close() {
    if (answer != null) {
      answer.close();
      answer = null;
    }
  }
}
