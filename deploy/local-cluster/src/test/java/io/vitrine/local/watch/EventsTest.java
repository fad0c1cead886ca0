package io.vitrine.local.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private static Events events(String text) {
    return new Events(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), LONG);
  }

  @Test
  void readsTheEventsOfOneKindPastWhateverElseThereIs() throws Exception {
    try (Events events =
        events(
            """
            retry: 2000

            : keep-alive

            event: task
            id: 1/2026
            data: {"a":
            data: 1}

            event: image
            data: {}

            data: nobody's

            event: task
            data: 2

            """)) {
      assertThat(events.next("task")).hasValue("{\"a\":1}");
      assertThat(events.next("task")).hasValue("2");
      assertThat(events.next("task")).isEmpty();
    }
  }

  @Test
  void anIdCountsWithTheEmptyLineBehindItAndWithoutAnEventToo() throws Exception {
    try (Events events = events("id: 1\n\nevent: a\nid: 2\ndata: x\n\ndata: y\n\nid: 3\n")) {
      assertThat(events.lastId()).isEmpty();
      assertThat(events.next()).hasValue(new Events.Event("a", "x"));
      assertThat(events.lastId()).isEqualTo("2");
      assertThat(events.next()).hasValue(new Events.Event("", "y"));
      assertThat(events.next()).isEmpty();
      assertThat(events.lastId()).isEqualTo("2");
    }
  }

  @Test
  void anEventThatBreaksOffIsNone() throws Exception {
    try (Events events = events("event: task\ndata: {\"a\"")) {
      assertThat(events.next("task")).isEmpty();
    }
  }

  @Test
  void silenceBreaksTheStreamOff() throws Exception {
    try (Events events = new Events(new Silence(), Duration.ofMillis(1))) {
      assertThatThrownBy(() -> events.next("task")).hasMessage("closed");
    }
  }

  /** A connection on which nothing comes, until somebody closes it. */
  private static final class Silence extends InputStream {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public int read() throws IOException {
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      throw new IOException("closed");
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
