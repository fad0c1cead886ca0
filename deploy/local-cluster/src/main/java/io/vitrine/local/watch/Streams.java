package io.vitrine.local.watch;

import io.vitrine.local.ClusterException;
import io.vitrine.local.upload.ImageCalls;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Streams of events, as many as it takes, over whatever breaks one off. */
final class Streams {
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);
  private static final int REFUSED_TOKENS = 3;
  private static final int LONGEST_ERROR = 2_000;

  private final ImageCalls calls;
  private final Duration pause;
  private final View view;

  /** Why there is no stream, as it was said; empty while there is one. */
  private String told = "";

  private int refusedTokens;

  /**
   * Prepares them.
   *
   * @param pause before a stream that broke is opened again
   */
  Streams(ImageCalls calls, Duration pause, View view) {
    this.calls = calls;
    this.pause = pause;
    this.view = view;
  }

  /** Asks for a stream; the answer may be another one. */
  @FunctionalInterface
  interface Source {
    HttpResponse<InputStream> open() throws IOException, InterruptedException;
  }

  /** Takes in a stream, up to its end at most. */
  @FunctionalInterface
  interface Reader {
    void read(Events events) throws IOException, InterruptedException;
  }

  /** Reads until all is done. */
  void follow(Source source, Reader reader, BooleanSupplier done)
      throws IOException, InterruptedException {
    while (!done.getAsBoolean()) {
      try {
        followOne(source, reader);
      } catch (IOException e) {
        breakOff(e.toString());
      } catch (ClusterException e) {
        // The token has ended while the gateway is away: it has been there before.
        if (!(e.getCause() instanceof IOException)) {
          throw e;
        }
        breakOff(String.valueOf(e.getMessage()));
      }
      if (!done.getAsBoolean()) {
        Thread.sleep(pause);
      }
    }
  }

  /** Says it once, however many tries there are. */
  private void breakOff(String reason) {
    if (!reason.equals(told)) {
      told = reason;
      view.say("Broken off (" + reason + "); trying again");
    }
  }

  private void followOne(Source source, Reader reader) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = source.open();
    switch (answer.statusCode()) {
      case 200 -> {
        told = "";
        refusedTokens = 0;
        try (Events events = new Events(answer.body(), LONGEST_SILENCE)) {
          reader.read(events);
        }
      }
      case 401 -> {
        answer.body().close();
        calls.forgetToken();
        if (++refusedTokens == REFUSED_TOKENS) {
          throw new ClusterException("the gateway takes no token of this user any more");
        }
      }
      case 429, 503 -> {
        answer.body().close();
        breakOff("the gateway answers " + answer.statusCode());
      }
      default -> {
        try (InputStream body = answer.body()) {
          throw new ClusterException(
              "the gateway answers %d: %s"
                  .formatted(
                      answer.statusCode(),
                      new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8).strip()));
        }
      }
    }
  }
}
