package io.vitrine.gateway.exchange;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;

/** What a client says about the body it sends. */
public enum ClientBody {
  NONE,
  /** Its length is announced, or it comes in chunks. */
  ANNOUNCED,
  /** HTTP/2 shows only by the first frame whether there is a body. */
  MAYBE;

  public static ClientBody of(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      return length.strip().equals("0") ? NONE : ANNOUNCED;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      return MAYBE;
    }
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) ? ANNOUNCED : NONE;
  }

  /** Whether the client holds its body back until it is told to go on. */
  public static boolean isHeldBack(HttpServerRequest request) {
    return of(request) == ANNOUNCED
        && request.version() != HttpVersion.HTTP_1_0
        && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }

  /** Whether it is, or is going to be, larger than this. */
  static boolean isLargerThan(long size, HttpServerRequest request) {
    if (request.bytesRead() > size) {
      return true;
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length != null && Long.parseLong(length.strip()) > size;
    } catch (NumberFormatException e) {
      // What is no number of 64 bits is either no length, which the server refuses, or a huge one.
      return true;
    }
  }

  /**
   * Reads and throws away what is left of a body whose answer has been given. Closing at once would
   * make the client's system discard the answer together with the connection. HTTP/2 can say the
   * same thing for one stream without harm to the others.
   */
  public static void drain(HttpServerRequest request, Vertx vertx, Duration limit) {
    if (of(request) == NONE || request.isEnded()) {
      request.resume();
      return;
    }
    long timer = vertx.setTimer(limit.toMillis(), expired -> cut(request));
    request.exceptionHandler(broken -> vertx.cancelTimer(timer));
    request.endHandler(end -> vertx.cancelTimer(timer));
    request.handler(discarded -> {});
    request.resume();
  }

  /**
   * Ends a request so that nobody takes what was sent for a whole answer. On HTTP/1 it is the
   * connection that has to go: resetting only the response tells none of its end handlers.
   */
  static void cut(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }

  /**
   * The same for a client that takes nothing any more: closing as such would first wait for it to
   * take what it was sent.
   */
  public static void abandon(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2
        && request.connection() instanceof ConnectionBase connection) {
      // Not by the channel, where Vert.x is asked to close, and waits.
      var _ = connection.channelHandlerContext().close();
    } else {
      cut(request);
    }
  }
}
