package io.vitrine.local.migrate;

import io.vitrine.local.terminal.Terminal;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** The run as a person sees it: a line that moves, and one for each thing that has changed. */
final class MigrationView implements AutoCloseable {
  private static final int BAR = 24;
  private static final long REDRAW_MILLIS = 120;
  private static final double NANOS_PER_SECOND = 1e9;

  private final AtomicLong moved = new AtomicLong();
  private final long begin = System.nanoTime();
  private final int things;
  private final long bytes;
  private final Thread painter;
  private int done;
  private long passed;
  private boolean closed;

  /**
   * Begins to draw.
   *
   * @param things how many are to come
   * @param bytes of all of them, those that are there already included
   */
  MigrationView(int things, long bytes) {
    this.things = things;
    this.bytes = bytes;
    painter = Thread.ofVirtual().unstarted(this::paintUntilClosed);
    if (Terminal.interactive()) {
      painter.start();
    }
  }

  void moved(long more) {
    moved.addAndGet(more);
  }

  synchronized void done(Item item, Outcome outcome) {
    done++;
    switch (outcome) {
      case Outcome.Equal(long size, boolean brought, _) -> {
        passed += item.size() - size;
        if (brought) {
          say(Terminal.green("✔"), item, size == 0 ? "" : Terminal.bytes(size));
        }
      }
      case Outcome.Different(var differences) ->
          say(Terminal.red("≠"), item, String.join("; ", differences));
      case Outcome.Failed(String cause) -> say(Terminal.red("✘"), item, cause);
      case Outcome.Planned _, Outcome.Kept _, Outcome.Gone _ -> passed += item.size();
    }
  }

  private static void say(String mark, Item item, String text) {
    clear();
    Terminal.out()
        .println(
            "  %s %s %s  %s"
                .formatted(mark, item.id(), item.name(), Terminal.plain(text))
                .stripTrailing());
  }

  private static void clear() {
    if (Terminal.interactive()) {
      Terminal.out().print("\r\033[K");
    }
  }

  private void paintUntilClosed() {
    try {
      while (paint()) {
        Thread.sleep(REDRAW_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean paint() {
    if (closed) {
      return false;
    }
    double seconds = Math.max(1e-3, (System.nanoTime() - begin) / NANOS_PER_SECOND);
    long now = moved.get();
    double share =
        bytes == 0 ? (double) done / Math.max(1, things) : (double) (now + passed) / bytes;
    Terminal.out()
        .printf(
            Locale.ROOT,
            "\r\033[K  %s %s %d of %d, %s brought, %s/s",
            Terminal.yellow("›"),
            Terminal.bar(Math.clamp(share, 0.0, 1.0), BAR),
            done,
            things,
            Terminal.bytes(now),
            Terminal.bytes((long) (now / seconds)));
    Terminal.out().flush();
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    clear();
  }
}
