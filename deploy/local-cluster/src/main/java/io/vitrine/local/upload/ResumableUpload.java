package io.vitrine.local.upload;

import io.vitrine.local.ClusterException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Sends a file to an upload that has been created, again and again from where the server is, until
 * it has all. Whatever breaks a connection or answers with 5xx is waited for.
 */
public final class ResumableUpload {
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  private final ImageCalls calls;
  private final URI url;
  private final Path file;
  private final long length;
  private final Duration patience;
  private final LongConsumer onMove;
  private final LongConsumer onBreak;

  private volatile long reached;
  private long sentAgain;
  private long safe = -1;
  private int pauses;
  private Duration paused = Duration.ZERO;

  /**
   * Prepares it.
   *
   * @param patience how long to wait in all, while the server gets no further
   * @param onMove told how many bytes of the file have gone out
   * @param onBreak told where the upload broke off
   */
  public ResumableUpload(
      ImageCalls calls,
      URI url,
      Path file,
      long length,
      Duration patience,
      LongConsumer onMove,
      LongConsumer onBreak) {
    this.calls = calls;
    this.url = url;
    this.file = file;
    this.length = length;
    this.patience = patience;
    this.onMove = onMove;
    this.onBreak = onBreak;
  }

  /** How a run ended. */
  public sealed interface End {
    /**
     * The server has all bytes.
     *
     * @param sentAgain bytes that were sent more than once
     */
    record Done(long sentAgain) implements End {}

    /** The server knows the upload no more. */
    record Gone() implements End {}

    /** Nothing has moved for too long; the upload is kept at the server. */
    record Tired(String reason) implements End {}
  }

  public End run() throws InterruptedException {
    String reason = "";
    while (paused.compareTo(patience) < 0) {
      try {
        HttpResponse<String> head = calls.tus("HEAD", url, Map.of());
        if (head.statusCode() == 404 || head.statusCode() == 410) {
          return new End.Gone();
        }
        HttpResponse<String> last = head.statusCode() == 200 ? sendFrom(offset(head)) : head;
        if (last.statusCode() == 204 && offset(last) == length) {
          return new End.Done(sentAgain);
        }
        refuseForGood(last);
        reason = "the server answers " + last.statusCode() + " " + last.body().strip();
      } catch (IOException e) {
        reason = e.toString();
        onBreak.accept(reached);
      }
      pause();
    }
    return new End.Tired(reason);
  }

  /** At the end of the file too: then the answer says whether all is well. */
  private HttpResponse<String> sendFrom(long offset) throws IOException, InterruptedException {
    sentAgain += Math.max(0, reached - offset);
    if (offset > safe) {
      safe = offset;
      pauses = 0;
      paused = Duration.ZERO;
    }
    reached = offset;
    onMove.accept(offset);
    return calls.patch(
        url, offset, FileFrom.body(file, offset, length, this::moved), () -> reached);
  }

  private void moved(long place) {
    reached = place;
    onMove.accept(place);
  }

  private void refuseForGood(HttpResponse<String> answer) {
    switch (answer.statusCode()) {
      case 200, 204, 404, 408, 409, 410, 429 -> {
        // HEAD says how to go on.
      }
      case 401 -> calls.forgetToken();
      default -> {
        if (answer.statusCode() / 100 == 4) {
          throw ImageCalls.refusal(answer);
        }
      }
    }
  }

  private static long offset(HttpResponse<String> answer) {
    try {
      return Long.parseLong(answer.headers().firstValue("Upload-Offset").orElse(""));
    } catch (NumberFormatException e) {
      throw new ClusterException("the server does not say how far the upload is", e);
    }
  }

  private void pause() throws InterruptedException {
    long millis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(pauses, 6));
    pauses++;
    paused = paused.plusMillis(millis);
    Thread.sleep(millis);
  }
}
