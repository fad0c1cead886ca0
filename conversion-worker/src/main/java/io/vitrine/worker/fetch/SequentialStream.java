package io.vitrine.worker.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Reads over one connection at a time. */
final class SequentialStream implements RemoteStream {
  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(500);

  private final Source source;
  private final Bounds bounds;
  private final Breaks breaks;
  private final Pace pace;
  private final Duration longestTurn;

  private @Nullable Response answer;
  private @Nullable IOException broken;
  private Version version = Version.NONE;
  private long position;

  SequentialStream(Source source, Bounds bounds, FetchLimits limits) {
    this.source = source;
    this.bounds = bounds;
    this.breaks = new Breaks(limits);
    this.pace = new Pace(limits.minSpeed());
    this.longestTurn = limits.longestTurn();
  }

  @Override
  public OptionalLong announcedSize() {
    return version.size() == Version.UNKNOWN
        ? OptionalLong.empty()
        : OptionalLong.of(version.size());
  }

  Version version() {
    return version;
  }

  /** Whether the server says, of the answer that is being read, that it gives parts as well. */
  boolean promisesParts() {
    return version.tag() != null
        && version.size() != Version.UNKNOWN
        && answer != null
        && "bytes".equalsIgnoreCase(answer.header("Accept-Ranges"));
  }

  /** Gives its connection away, of which nothing has been read, and is not to be read any more. */
  Response giveUp() {
    Response given = Objects.requireNonNull(answer);
    answer = null;
    return given;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws FetchException, InterruptedException {
    while (true) {
      bounds.requireTime(progress());
      try {
        int got = receive(into, offset, length);
        if (got >= 0) {
          position += got;
          bounds.requireRoom(position);
          return got;
        }
        if (version.size() == Version.UNKNOWN || position == version.size()) {
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

  private int receive(byte[] into, int offset, int length)
      throws IOException, InterruptedException {
    IOException earlier = broken;
    if (earlier != null) {
      throw earlier;
    }
    if (answer == null) {
      throw new IllegalStateException("reading before connecting, or after closing");
    }
    InputStream body = answer.body().byteStream();
    long begin = bounds.nanoTime();
    Response open = answer;
    Received received =
        Interruptibly.call(longestTurn, open::close, () -> collect(body, into, offset, length));
    pace.add(Math.max(0, received.bytes()), bounds.nanoTime() - begin);
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
  private Received collect(InputStream body, byte[] into, int offset, int length)
      throws IOException {
    long begin = bounds.nanoTime();
    int bytes = 0;
    try {
      do {
        int got = body.read(into, offset + bytes, length - bytes);
        if (got < 0) {
          return new Received(bytes == 0 ? got : bytes, null);
        }
        bytes += got;
      } while (bytes < length && bounds.nanoTime() - begin < MOMENT);
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
        if (position == 0) {
          begin();
        } else {
          resume();
        }
        return;
      } catch (FetchException e) {
        throw e;
      } catch (IOException e) {
        afterBreak(e);
      }
    }
  }

  private void begin() throws IOException, InterruptedException {
    accept(source.whole());
    version = Version.of(Objects.requireNonNull(answer));
    bounds.requireRoom(version.size());
  }

  private void resume() throws IOException, InterruptedException {
    Response rest = source.part(version, position, Source.END);
    accept(rest);
    version = version.withSize(Source.sizeIn(rest));
    bounds.requireRoom(version.size());
  }

  private void accept(Response next) {
    close();
    broken = null;
    answer = next;
  }

  private void afterBreak(IOException cause) throws FetchException, InterruptedException {
    close();
    bounds.requireTime(progress());
    if (position > 0 && version.tag() == null) {
      throw new FetchException(
          "The connection broke after %s, and the server gives no entity tag to go on with."
              .formatted(progress()));
    }
    if (!breaks.add(position)) {
      throw Breaks.tooMany(progress(), cause);
    }
    breaks.pause();
  }

  private Progress progress() {
    return new Progress(position, version.size());
  }

  @Override
  public void close() {
    if (answer != null) {
      answer.close();
      answer = null;
    }
  }
}
