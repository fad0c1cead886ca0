package io.vitrine.local.upload;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Requests that may take for ever, as long as their bodies go out. */
public final class LongSend {
  private LongSend() {}

  /**
   * Sends one and waits for its answer. Ends with an {@link IOException} if nothing moves for long.
   *
   * @param sent how many bytes have gone out
   */
  public static HttpResponse<String> send(
      HttpClient client, HttpRequest request, LongSupplier sent, Duration longestSilence)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, BodyHandlers.ofString());
    long before = -1;
    long lastMove = System.nanoTime();
    while (true) {
      try {
        return answer.get(5, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
      } catch (TimeoutException e) {
        if (sent.getAsLong() != before) {
          before = sent.getAsLong();
          lastMove = System.nanoTime();
        }
        if (System.nanoTime() - lastMove > longestSilence.toNanos()) {
          answer.cancel(true);
          throw new IOException("nothing has moved for " + longestSilence.toMinutes() + " min", e);
        }
      }
    }
  }
}
