package io.vitrine.store.scrub.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vitrine.store.platform.ClientGoneException;
import io.vitrine.store.platform.Pace;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Writes lines to a client, one at a time: the next one waits until this one has left. */
final class LineSink {
  private final HttpServerResponse response;
  private final Pace pace;

  LineSink(HttpServerResponse response, Pace pace) {
    this.response = response;
    this.pace = pace;
  }

  void write(Buffer line) {
    if (response.closed()) {
      throw new ClientGoneException("the client closed the connection");
    }
    if (!response.headWritten()) {
      response.putHeader("Content-Type", "application/x-ndjson").setChunked(true);
    }
    try {
      response
          .write(line.appendByte((byte) '\n'))
          .toCompletionStage()
          .toCompletableFuture()
          .get(pace.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new ClientGoneException("the client closed the connection");
    } catch (TimeoutException e) {
      throw new ClientGoneException("the client took nothing for " + pace.patience());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientGoneException("the scrub was interrupted");
    }
  }

  void end() {
    response.end();
  }
}
