package io.vitrine.gateway.exchange;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/** Reads by Vert.x's client and writes by its server: whatever the two connections speak. */
final class PipedFeed implements Feed {
  private final HttpClient http;
  private final RequestOptions options;
  private final HttpServerResponse client;
  private final Listener listener;

  private boolean over;
  private boolean waiting;
  private @Nullable HttpClientRequest asked;
  private @Nullable HttpClientResponse answer;

  PipedFeed(HttpClient http, RequestOptions options, HttpServerResponse client, Listener listener) {
    this.http = http;
    this.options = options;
    this.client = client;
    this.listener = listener;
  }

  @Override
  public void start() {
    http.request(options).onComplete(this::ask, this::broke);
  }

  @Override
  public void drop() {
    if (over) {
      // Its connection serves another one by now.
      return;
    }
    over = true;
    if (answer != null) {
      answer.exceptionHandler(reset -> {});
    }
    if (asked != null) {
      asked.reset();
    }
  }

  private void ask(HttpClientRequest request) {
    asked = request;
    if (over) {
      request.reset();
      return;
    }
    request.send().onComplete(this::read, this::broke);
  }

  private void read(HttpClientResponse response) {
    if (over) {
      return;
    }
    answer = response;
    if (!listener.accept(response.statusCode(), response.getHeader(HttpHeaders.CONTENT_LENGTH))) {
      broke("it answered " + response.statusCode());
      return;
    }
    response.handler(this::pass);
    response.exceptionHandler(this::broke);
    response.endHandler(ended -> end());
    client.drainHandler(drained -> onDrained());
  }

  private void pass(Buffer piece) {
    if (over || answer == null) {
      return;
    }
    listener.pass(piece);
    if (client.writeQueueFull()) {
      answer.pause();
      if (!waiting) {
        waiting = true;
        listener.clientFull();
      }
    }
  }

  private void onDrained() {
    if (waiting && !over && answer != null) {
      waiting = false;
      listener.clientDrained();
      answer.resume();
    }
  }

  private void end() {
    if (!over) {
      over = true;
      listener.ended();
    }
  }

  private void broke(Throwable failure) {
    broke(failure.getClass().getSimpleName());
  }

  private void broke(String reason) {
    if (!over) {
      drop();
      listener.broke(reason);
    }
  }
}
