package io.vitrine.local.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Server-Sent Events out of a response. Silence that is longer than the server ever keeps breaks
 * the stream off, since a connection that is dead need not say so.
 */
final class Events implements AutoCloseable {
  private final InputStream in;
  private final BufferedReader lines;
  private final Thread watchdog;
  private String lastId = "";
  private volatile long heardAt = System.nanoTime();

  Events(InputStream in, Duration longestSilence) {
    this.in = in;
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.watchdog = Thread.ofVirtual().start(() -> watch(longestSilence));
  }

  private void watch(Duration longestSilence) {
    try {
      long left = longestSilence.toNanos();
      while (left > 0) {
        Thread.sleep(Duration.ofNanos(left));
        left = longestSilence.toNanos() - (System.nanoTime() - heardAt);
      }
      in.close();
    } catch (InterruptedException e) {
      // The stream has ended by itself.
    } catch (IOException e) {
      // Nobody reads it any more.
    }
  }

  /** An event. */
  record Event(String kind, String data) {}

  /** The next event; empty at the end of the stream. */
  Optional<Event> next() throws IOException {
    String kind = "";
    StringBuilder data = new StringBuilder();
    String id = lastId;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      heardAt = System.nanoTime();
      if (line.startsWith("event: ")) {
        kind = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        data.append(line, "data: ".length(), line.length());
      } else if (line.startsWith("id: ")) {
        id = line.substring("id: ".length());
      } else if (line.isEmpty()) {
        lastId = id;
        if (!data.isEmpty()) {
          return Optional.of(new Event(kind, data.toString()));
        }
        kind = "";
      }
    }
    return Optional.empty();
  }

  /** The data of the next event of that kind; empty at the end of the stream. */
  Optional<String> next(String kind) throws IOException {
    Optional<Event> event = next();
    while (event.filter(one -> !one.kind().equals(kind)).isPresent()) {
      event = next();
    }
    return event.map(Event::data);
  }

  /** From where another stream can go on; empty if none can. */
  String lastId() {
    return lastId;
  }

  @Override
  public void close() throws IOException {
    watchdog.interrupt();
    in.close();
  }
}
