package io.vitrine.gateway.live;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vitrine.gateway.exchange.ClientBody;

/** An answer as Server-Sent Events. Runs on the event loop of the client's connection only. */
final class EventStream {
  static final String MEDIA_TYPE = "text/event-stream";

  private static final String RETRY = "retry: 2000\n\n";

  private final HttpServerRequest request;
  private final HttpServerResponse response;

  EventStream(HttpServerRequest request) {
    this.request = request;
    this.response = request.response();
  }

  /**
   * Says that it begins, so that a client knows where it is before the first event. For one that
   * wants to know no more (HEAD), that is all.
   */
  void open() {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        // nginx would collect events until a buffer is full.
        .putHeader("X-Accel-Buffering", "no");
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.setChunked(true).write(RETRY);
    }
  }

  boolean isOpen() {
    return response.headWritten();
  }

  boolean isOver() {
    return response.ended();
  }

  /** Whether the client does not take what it was sent. */
  boolean isFull() {
    return response.writeQueueFull();
  }

  void whenDrained(Runnable action) {
    response.drainHandler(drained -> action.run());
  }

  void send(LiveEvent event) {
    response.write(
        "event: %s\nid: %s\ndata: %s\n\n".formatted(event.name(), event.id(), event.data()));
  }

  /** The id to come again with, without an event: no client shows it. */
  void position(String id) {
    response.write("id: " + id + "\n\n");
  }

  /** Shows the client, and whatever is between, that the stream lives. */
  void comment(String text) {
    response.write(": " + text + "\n\n");
  }

  /** The client may come again, and is then told whether there is more. */
  void end(String reason) {
    response.end(": " + reason + "\n\n");
  }

  /** For a client that would not even take the end. */
  void abandon() {
    ClientBody.abandon(request);
  }
}
