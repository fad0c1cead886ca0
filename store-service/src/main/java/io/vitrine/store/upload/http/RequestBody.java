package io.vitrine.store.upload.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.store.platform.Pace;
import io.vitrine.store.platform.ProblemAnswer;
import io.vitrine.store.upload.UploadBody;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, pushed by the event loop and pulled by a blocking reader. Between the two
 * wait at most {@link #HIGH} bytes and one piece; beyond that the client is held back.
 */
final class RequestBody implements UploadBody {
  private static final int HIGH = 128 << 10;
  private static final int LOW = HIGH / 4;

  /** What a refused client may still have on its way before it is cut off. */
  private static final long DISCARDED = 16L << 20;

  private static final long DISCARDING_MILLIS = 5_000;

  private final RoutingContext routing;
  private final HttpServerRequest request;
  private final Context context;
  private final Pace pace;

  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Buffer> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean held = true;
  private boolean ended;
  private volatile boolean cut;
  private boolean broken;
  private boolean slow;
  private boolean asked;
  private @Nullable Buffer current;
  private int at;

  /** Must be made on the request's event loop. */
  RequestBody(RoutingContext routing, Pace pace) {
    this.routing = routing;
    this.request = routing.request();
    this.context = routing.vertx().getOrCreateContext();
    this.pace = pace;
    request.pause();
    request.exceptionHandler(cause -> onCut());
    request.endHandler(ignored -> onEnd());
    request.handler(this::onPiece);
    routing.response().closeHandler(ignored -> onCut());
  }

  private void onPiece(Buffer piece) {
    lock.lock();
    try {
      if (broken) {
        return;
      }
      waiting.add(piece);
      waitingBytes += piece.length();
      if (waitingBytes >= HIGH && !held && !cut) {
        held = true;
        request.pause();
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void onEnd() {
    lock.lock();
    try {
      // After a cut there is no end: pieces before it may have been left out.
      ended = !broken;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** On the event loop: what came before the connection was cut still counts. */
  private void onCut() {
    cut = true;
    // What is held back comes by a task of its own, before this one.
    request.resume();
    context.runOnContext(ignored -> onBroken());
  }

  /** No piece comes after this. */
  private void onBroken() {
    lock.lock();
    try {
      broken = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends it as if the client were gone. */
  void giveWay() {
    onBroken();
  }

  @Override
  public int read(byte[] into) {
    invite();
    int length = 0;
    while (length < into.length) {
      Buffer piece;
      try {
        piece = current == null ? next() : current;
      } catch (CutException e) {
        throw new CutException(String.valueOf(e.getMessage()), length);
      }
      if (piece == null) {
        return length;
      }
      int taken = Math.min(piece.length() - at, into.length - length);
      piece.getBytes(at, at + taken, into, length);
      at += taken;
      length += taken;
      current = at == piece.length() ? null : piece;
      at = current == null ? 0 : at;
    }
    return length;
  }

  /** A client that waits for leave to send gets it when the first byte is wanted. */
  private void invite() {
    if (!asked) {
      asked = true;
      if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
        routing.response().writeContinue();
      }
    }
  }

  /** The next piece; null at the end of the body. */
  private @Nullable Buffer next() {
    lock.lock();
    try {
      long patience = pace.patience().toNanos();
      long left = patience;
      while (waiting.isEmpty() && !ended && !broken && left > 0) {
        release();
        left = changed.awaitNanos(left);
      }
      Buffer piece = waiting.poll();
      if (piece != null) {
        waitingBytes -= piece.length();
        release();
        if (!pace.allows(piece.length(), patience - left)) {
          slow = true;
          broken = true;
        }
        return piece;
      }
      if (ended) {
        return null;
      }
      if (slow) {
        throw new CutException("the client sent too slowly");
      }
      throw new CutException(
          broken
              ? "the client closed the connection before the end of the image"
              : "the client sent nothing for " + pace.patience());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CutException("the upload was interrupted");
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    if (held && !ended && waitingBytes <= LOW) {
      held = false;
      request.resume();
    }
  }

  /**
   * Answers that the upload failed. A client that is still sending reads the answer only if it can
   * go on sending for a moment: closing at once would reset the connection under the answer.
   */
  void refuse(Throwable cause) {
    if (cause instanceof CutException || hasEnded()) {
      answer(cause);
      return;
    }
    context.runOnContext(ignored -> discardAndAnswer(cause));
  }

  private boolean hasEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  private void discardAndAnswer(Throwable cause) {
    if (request.isEnded()) {
      answer(cause);
      return;
    }
    boolean ownConnection = request.version() != HttpVersion.HTTP_2;
    if (ownConnection) {
      routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    AtomicLong discarded = new AtomicLong();
    request.handler(piece -> {
      if (discarded.addAndGet(piece.length()) > DISCARDED) {
        hangUp(ownConnection);
      }
    });
    request.endHandler(ignored -> hangUp(ownConnection));
    long timer = routing.vertx().setTimer(DISCARDING_MILLIS, ignored -> hangUp(ownConnection));
    routing.response().closeHandler(ignored -> routing.vertx().cancelTimer(timer));
    answer(cause);
    request.resume();
  }

  private void hangUp(boolean ownConnection) {
    if (ownConnection) {
      request.connection().close();
    } else {
      routing.response().reset();
    }
  }

  private void answer(Throwable cause) {
    if (cause instanceof CutException) {
      request.connection().close();
    } else {
      ProblemAnswer.send(routing, cause);
    }
  }
}
