package io.vitrine.store.download.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vitrine.store.platform.ClientGoneException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Writes a stream to a client at the client's pace: only {@link #WINDOW} pieces are on their way at
 * any time, so a slow client costs 1 MiB.
 */
final class ResponseSink {
  private static final int PIECE = 256 << 10;
  private static final int WINDOW = 4;

  private final HttpServerResponse response;
  private final Duration patience;
  private final Semaphore window = new Semaphore(WINDOW);
  private volatile boolean gone;

  ResponseSink(HttpServerResponse response, Duration patience) {
    this.response = response;
    this.patience = patience;
    response.closeHandler(ignored -> onGone());
    response.exceptionHandler(cause -> onGone());
  }

  private void onGone() {
    gone = true;
    window.release(WINDOW);
  }

  void send(InputStream bytes, LongConsumer moved) throws IOException {
    byte[] piece = new byte[PIECE];
    int length = bytes.readNBytes(piece, 0, PIECE);
    while (length > 0) {
      awaitRoom();
      response
          // The buffer is a copy, so the array is free at once.
          .write(Buffer.buffer(length).appendBytes(piece, 0, length))
          .onComplete(written -> {
            if (written.failed()) {
              onGone();
            } else {
              window.release();
            }
          });
      moved.accept(length);
      length = bytes.readNBytes(piece, 0, PIECE);
    }
    response.end();
  }

  private void awaitRoom() {
    try {
      boolean room = window.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (gone) {
        throw new ClientGoneException("the client closed the connection");
      }
      if (!room) {
        throw new ClientGoneException("the client took nothing for " + patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientGoneException("the download was interrupted");
    }
  }
}
