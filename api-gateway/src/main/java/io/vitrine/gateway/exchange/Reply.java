package io.vitrine.gateway.exchange;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;

/** What a service answered to the gateway itself. */
public record Reply(int status, MultiMap headers, Buffer body) {
  /** Far more than any record that the gateway asks for. */
  private static final int MAX_BODY = 8 << 20;

  /** Fails with an {@link IOException} if it does not end, or is larger than the gateway holds. */
  static Future<Reply> read(HttpClientResponse inbound) {
    Promise<Reply> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    inbound.exceptionHandler(whole::tryFail);
    inbound.endHandler(
        end -> whole.tryComplete(new Reply(inbound.statusCode(), inbound.headers(), body)));
    inbound.handler(piece -> {
      if (body.length() + piece.length() > MAX_BODY) {
        whole.tryFail(new IOException("its answer is larger than " + MAX_BODY + " bytes"));
        inbound.request().reset();
      } else {
        body.appendBuffer(piece);
      }
    });
    return whole.future();
  }
}
