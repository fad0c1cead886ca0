package io.vitrine.store.release;

import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.store.release.ReleaseBlob.UnknownStoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is to be released, a line for each store and one after the other in it: a store that is away
 * keeps none of the others waiting. What fails and may do better later goes to the end of its line,
 * which pauses, longer each time until something succeeds.
 */
public final class ReleaseLines {
  private static final Logger LOG = Logger.getLogger(ReleaseLines.class);

  private final ReleaseBlob releases;
  private final ExecutorService threads;
  private final Clock clock;
  private final Rules rules;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  /**
   * How patient they are.
   *
   * @param firstPause after a failure
   * @param longestPause at most
   * @param patience how long what an operator can set right is tried: a store that is not known, or
   *     denies access. One that is away is waited for without end
   * @param longest how many in a line count as many
   */
  public record Rules(Duration firstPause, Duration longestPause, Duration patience, int longest) {}

  /**
   * Begins without any.
   *
   * @param threads each line that is not empty takes one
   */
  public ReleaseLines(ReleaseBlob releases, ExecutorService threads, Clock clock, Rules rules) {
    this.releases = releases;
    this.threads = threads;
    this.clock = clock;
    this.rules = rules;
  }

  /**
   * Puts it in line, unless it is there: Kafka brings again what was not acknowledged when its
   * partitions were dealt out anew. Completes when nothing is left at the key, or fails when that
   * is hopeless.
   *
   * @param since when it was asked for, from where on patience counts
   */
  public CompletableFuture<@Nullable Void> add(
      String store, ObjectKey key, String cause, Instant since) {
    Waiting waiting = new Waiting(key, cause, since, new CompletableFuture<@Nullable Void>());
    return lines.computeIfAbsent(store, Line::new).add(waiting).done();
  }

  /** Whether more than a few wait for this store: whoever has another should wait, too. */
  public boolean isLong(String store) {
    Line line = lines.get(store);
    return line != null && line.size() >= rules.longest();
  }

  private record Waiting(
      ObjectKey key, String cause, Instant since, CompletableFuture<@Nullable Void> done) {}

  private final class Line implements Runnable {
    private final String store;
    private final SequencedMap<ObjectKey, Waiting> queue = new LinkedHashMap<>();
    private boolean running;

    Line(String store) {
      this.store = store;
    }

    /** Returns the one that is in line. */
    synchronized Waiting add(Waiting waiting) {
      Waiting there = queue.putIfAbsent(waiting.key(), waiting);
      if (!running) {
        running = true;
        threads.execute(this);
      }
      return there == null ? waiting : there;
    }

    synchronized int size() {
      return queue.size();
    }

    /** The first one, which stays in line until it is over. */
    private synchronized @Nullable Waiting next() {
      running = !queue.isEmpty();
      return running ? queue.firstEntry().getValue() : null;
    }

    private synchronized void remove(Waiting over) {
      queue.remove(over.key());
    }

    private synchronized void putLast(Waiting tried) {
      queue.putLast(tried.key(), tried);
    }

    @Override
    public void run() {
      Duration pause = rules.firstPause();
      try {
        for (Waiting next = next(); next != null; next = next()) {
          if (isOver(next)) {
            remove(next);
            pause = rules.firstPause();
          } else {
            putLast(next);
            Thread.sleep(pause);
            pause = shorter(pause.multipliedBy(2), rules.longestPause());
          }
        }
      } catch (InterruptedException e) {
        // The service stops. What waits has not been acknowledged, and comes again.
        Thread.currentThread().interrupt();
      }
    }

    private boolean isOver(Waiting waiting) {
      try {
        releases.release(store, waiting.key(), waiting.cause());
        waiting.done().complete(null);
        return true;
      } catch (RuntimeException | Error e) {
        if (!maySucceed(waiting, e)) {
          waiting.done().completeExceptionally(e);
          return true;
        }
        LOG.warnf("Trying %s again: %s", waiting.key(), e.getMessage());
        return false;
      }
    }
  }

  private boolean maySucceed(Waiting waiting, Throwable failure) {
    return switch (failure) {
      case ObjectStoreException store ->
          switch (store.failure()) {
            case UNAVAILABLE -> true;
            case DENIED, FULL -> isRecent(waiting);
            case MISSING, REFUSED -> false;
          };
      case UnknownStoreException _ -> isRecent(waiting);
      default -> false;
    };
  }

  private boolean isRecent(Waiting waiting) {
    return clock.instant().isBefore(waiting.since().plus(rules.patience()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
