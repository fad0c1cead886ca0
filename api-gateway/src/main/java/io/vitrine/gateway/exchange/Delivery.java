package io.vitrine.gateway.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vitrine.handover.HandOver;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings a client the bytes that the store-service handed over, from the copy that is read while
 * that works, and from the next one where it broke off. Nothing is said to the client before the
 * first byte has come. Runs on one event loop; needs no locks.
 */
final class Delivery implements Feed.Listener {
  private static final Logger LOG = Logger.getLogger(Delivery.class);
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int NOT_FOUND = 404;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;
  private static final int DOUBLINGS = 5;

  /**
   * How long no copy may give a byte: to a client that can still be told, and to one that has some.
   */
  private static final long FIRST_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long TICK_MILLIS = 2_000;

  /** How long a copy may send nothing to a client that waits for it. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Vertx vertx;
  private final StoreReader stores;
  private final HandOver order;
  private final List<URI> sources;
  private final HttpServerRequest request;
  private final HttpServerResponse client;
  private final long end;
  private final Set<URI> missing = new HashSet<>();
  private final Promise<Void> done = Promise.promise();
  private final long ticker;

  private long position;
  private long spliced;
  private int reading;
  private int failed;
  private long failedAt;
  private long failedSince;
  private boolean over;
  private @Nullable Feed feed;

  private boolean waiting;
  private long since;
  private long positionSeen;
  private long waitedNanos;
  private long takenMeanwhile;

  Delivery(Vertx vertx, StoreReader stores, HandOver order, HttpServerRequest request) {
    this.vertx = vertx;
    this.stores = stores;
    this.order = order;
    this.sources = order.sources().stream().distinct().toList();
    this.request = request;
    this.client = request.response();
    this.position = order.offset();
    this.end = order.offset() + order.length();
    this.failedAt = position;
    this.positionSeen = position;
    this.since = System.nanoTime();
    this.ticker = vertx.setPeriodic(TICK_MILLIS, tick -> watch());
  }

  /** The client takes the bytes, but not fast enough. */
  static final class SlowClientException extends IOException {
    private static final long serialVersionUID = 1L;

    SlowClientException() {
      super("the client takes it too slowly");
    }
  }

  /** The client was given nothing, since no copy could be read. */
  static final class NothingReadException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean missing;

    NothingReadException(String message, boolean missing) {
      super(message);
      this.missing = missing;
    }

    /** Whether the object is in none of the stores. */
    boolean isMissing() {
      return missing;
    }
  }

  /**
   * Begins; the future ends with the last byte, or fails: with {@link NothingReadException} while
   * the client can still be told.
   */
  Future<Void> start() {
    open();
    return done.future();
  }

  long splicedBytes() {
    return spliced;
  }

  /** Which of the order's sources is read. */
  int reading() {
    return reading;
  }

  void cancel() {
    if (!over) {
      over = true;
      vertx.cancelTimer(ticker);
      drop();
    }
  }

  private void open() {
    if (!over) {
      since = System.nanoTime();
      feed = stores.feed(source(), position, end - 1, request, this);
      feed.start();
    }
  }

  private URI source() {
    return sources.get(reading);
  }

  @Override
  public boolean accept(int status, @Nullable String contentLength) {
    if (status == NOT_FOUND) {
      missing.add(source());
    }
    boolean whole = status == OK && position == 0;
    return (whole || status == PARTIAL_CONTENT)
        && Long.toString(end - position).equals(contentLength);
  }

  @Override
  public Future<Void> pass(Buffer piece) {
    if (!client.headWritten()) {
      client.setStatusCode(order.status());
      order.headers().forEach(client::putHeader);
      client.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(order.length()));
    }
    moved(piece.length());
    return client.write(piece);
  }

  @Override
  public void spliced(int bytes) {
    spliced += bytes;
    moved(bytes);
  }

  private void moved(int bytes) {
    position += bytes;
    stores.moved(bytes);
  }

  @Override
  public void clientFull() {
    waiting = true;
    since = System.nanoTime();
  }

  @Override
  public void clientDrained() {
    long now = System.nanoTime();
    waiting = false;
    waitedNanos += now - since;
    since = now;
  }

  @Override
  public void ended() {
    if (position < end) {
      broke("it ended too early");
      return;
    }
    over = true;
    vertx.cancelTimer(ticker);
    client.end().onComplete(done);
  }

  /** Goes on with the next copy. */
  @Override
  public void broke(String reason) {
    if (over) {
      return;
    }
    if (waiting) {
      clientDrained();
    }
    URI from = source();
    LOG.warnf("At %d, %s%s: %s", position, from.getAuthority(), from.getPath(), reason);
    long now = System.nanoTime();
    if (failed == 0 || position > failedAt) {
      failed = 0;
      failedSince = now;
    }
    failed++;
    failedAt = position;
    long patience = client.headWritten() ? PATIENCE_NANOS : FIRST_PATIENCE_NANOS;
    if (missing.size() == sources.size() || now - failedSince > patience) {
      giveUp();
      return;
    }
    do {
      reading = (reading + 1) % sources.size();
    } while (missing.contains(source()));
    stores.turned();
    int round = failed / sources.size();
    if (round == 0) {
      open();
    } else {
      long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(round, DOUBLINGS));
      vertx.setTimer(pause, paused -> open());
    }
  }

  private void giveUp() {
    boolean nowhere = missing.size() == sources.size();
    fail(
        client.headWritten()
            ? new IOException("no copy goes on at " + position)
            : new NothingReadException("no copy can be read", nowhere));
  }

  private void fail(IOException failure) {
    cancel();
    done.fail(failure);
  }

  private void watch() {
    long now = System.nanoTime();
    if (waiting) {
      waitedNanos += now - since;
      since = now;
    } else if (position > positionSeen) {
      since = now;
    } else if (now - since > SILENCE_NANOS) {
      drop();
      broke("it sends nothing");
    }
    takenMeanwhile += position - positionSeen;
    positionSeen = position;
    long patience = TimeUnit.SECONDS.toNanos(order.patienceSeconds());
    if (waitedNanos >= patience) {
      if (takenMeanwhile < order.minSpeed() * (waitedNanos / 1e9)) {
        fail(new SlowClientException());
      }
      waitedNanos = 0;
      takenMeanwhile = 0;
    }
  }

  private void drop() {
    if (feed != null) {
      feed.drop();
    }
  }
}
