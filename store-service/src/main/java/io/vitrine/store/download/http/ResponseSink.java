package io.vitrine.store.download.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vitrine.store.cache.CachedImage;
import io.vitrine.store.download.ByteRange;
import io.vitrine.store.platform.ClientGoneException;
import io.vitrine.store.platform.Pace;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream to a client at the client's pace. There are {@link #WINDOW} pieces, each of which
 * is filled again when the socket has taken it, so a client costs 1 MiB however slow it is.
 */
final class ResponseSink {
  /** What Netty copies into pooled memory as Quarkus sets it up; more would be allocated anew. */
  private static final int PIECE = 64 << 10;

  private static final int WINDOW = 16;

  /** Wakes a writer whose client is gone. */
  private static final byte[] GONE = {};

  private final HttpServerResponse response;
  private final Pace pace;
  private final BlockingQueue<byte[]> idle = new LinkedBlockingQueue<>();
  private int pieces;

  ResponseSink(HttpServerResponse response, Pace pace) {
    this.response = response;
    this.pace = pace;
    response.closeHandler(ignored -> onGone());
    response.exceptionHandler(cause -> onGone());
  }

  private void onGone() {
    idle.add(GONE);
  }

  void send(InputStream bytes, LongConsumer moved) throws IOException {
    byte[] piece = idlePiece();
    int length = bytes.readNBytes(piece, 0, PIECE);
    while (length > 0) {
      write(piece, length);
      moved.accept(length);
      piece = idlePiece();
      length = bytes.readNBytes(piece, 0, PIECE);
    }
    response.end();
  }

  /** A part of a file, which the kernel sends without showing it to us. */
  void send(CachedImage.Complete image, ByteRange range, LongConsumer moved) {
    try {
      response
          .sendFile(image.file().toString(), range.offset(), range.length())
          .toCompletionStage()
          .toCompletableFuture()
          .get(pace.atMost(range.length()).toMillis(), TimeUnit.MILLISECONDS);
      moved.accept(range.length());
    } catch (TimeoutException e) {
      throw new ClientGoneException("the client took it too slowly");
    } catch (ExecutionException e) {
      throw new ClientGoneException("the client closed the connection");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientGoneException("the download was interrupted");
    }
  }

  /** Wrapped, not copied; Vert.x has no other way to do so before its version 5. */
  @SuppressWarnings("deprecation")
  private void write(byte[] piece, int length) {
    response
        .write(Buffer.buffer(Unpooled.wrappedBuffer(piece, 0, length)))
        .onComplete(written -> idle.add(written.succeeded() ? piece : GONE));
  }

  private byte[] idlePiece() {
    try {
      byte @Nullable [] piece = idle.poll();
      if (piece == null && pieces < WINDOW) {
        pieces++;
        return new byte[PIECE];
      }
      long begin = System.nanoTime();
      if (piece == null) {
        piece = idle.poll(pace.patience().toNanos(), TimeUnit.NANOSECONDS);
      }
      if (piece == null) {
        throw new ClientGoneException("the client took nothing for " + pace.patience());
      }
      if (piece.length == 0) {
        throw new ClientGoneException("the client closed the connection");
      }
      if (!pace.allows(PIECE, System.nanoTime() - begin)) {
        throw new ClientGoneException("the client took it too slowly");
      }
      return piece;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientGoneException("the download was interrupted");
    }
  }
}
