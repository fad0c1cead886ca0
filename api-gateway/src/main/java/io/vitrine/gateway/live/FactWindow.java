package io.vitrine.gateway.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vitrine.events.Fact;
import io.vitrine.gateway.live.Topic.Partition;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The latest facts, for all projects: what a client reads from, at its own pace. So a slow one
 * costs no memory, and one that comes again, to this gateway or from another, reads on where it
 * was; where the window has moved past that, it is told that it has missed something.
 *
 * <p>Of a task that only gets further, the latest state is kept. A fact that comes again is
 * dropped. Facts are in the order in which they came here, which is that of Kafka for each
 * partition.
 */
@ApplicationScoped
public class FactWindow {
  /** Between the clocks of gateways and of those who send facts. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  /** What an entry costs beside its text, with plenty to spare. */
  private static final int OVERHEAD = 512;

  private final Clock clock;
  private final Duration length;
  private final long maxBytes;
  private final Followers<String, FactWindow> followers = new Followers<>();
  private final Map<Partition, Reading> readings = new HashMap<>();
  private final NavigableMap<Long, Entry> entries = new TreeMap<>();
  private final Map<String, NavigableMap<Long, Entry>> ofProjects = new HashMap<>();
  private final Map<UUID, Entry> ofTasks = new HashMap<>();
  private final Set<String> ids = new HashSet<>();

  /** Number of the latest entry; they grow. */
  private long latest;

  /** Number of the latest one that the window has moved past; for each project, of its own. */
  private long passed;

  private final Map<String, Long> passedOf = new HashMap<>();

  /** Number up to which nobody knows what there was. */
  private long forgotten;

  private long bytes;

  FactWindow(Clock clock, LiveConfig config, MeterRegistry meters) {
    this.clock = clock;
    this.length = config.window();
    this.maxBytes = config.windowSize().asLongValue();
    Gauge.builder("vitrine.live.window.events", this, FactWindow::size).register(meters);
    Gauge.builder("vitrine.live.window.bytes", this, FactWindow::bytes).register(meters);
  }

  /**
   * A fact on its way.
   *
   * @param id tells its repetitions
   */
  public record Arrival(Partition partition, long offset, Instant sentAt, String id) {}

  /**
   * What there is of a partition when it begins to be read.
   *
   * @param from the first offset that is read
   * @param end the first one that nothing has been written to yet
   */
  public record Extent(long from, long end) {}

  private static final class Reading {
    /** From here on the window has all. */
    private long complete;

    private long next;
    private final long end;
    private Instant newest = Instant.MIN;

    private Reading(Extent extent) {
      this.complete = extent.from();
      this.next = extent.from();
      this.end = extent.end();
    }

    /** An offset beyond has never been given out. */
    private long reach() {
      return Math.max(next, end);
    }
  }

  private record Entry(long number, Arrival arrival, News news) {
    private long cost() {
      // Two bytes for what is not Latin.
      return OVERHEAD + 2L * news.data().length();
    }
  }

  /**
   * Where one client reads.
   *
   * @param number of the entry that it has read last
   * @param told what it has been told so far, with all that was no news to it
   * @param known what it knew before it began to read here
   */
  record Cursor(long number, Position told, Position known) {}

  /** What comes next for one client, and where it reads then. */
  sealed interface Step {
    Cursor cursor();

    record Told(News news, Cursor cursor) implements Step {}

    record CaughtUp(Cursor cursor) implements Step {}

    /** There was more, and nobody knows what. */
    record Missed(Cursor cursor) implements Step {}
  }

  /** Wakes the follower whenever there may be something to read for its project. */
  Runnable follow(String project, Runnable follower) {
    return followers.follow(project, window -> follower.run());
  }

  /** Where reading a partition goes on; empty if it has not begun. */
  public synchronized OptionalLong next(Partition partition) {
    Reading reading = readings.get(partition);
    return reading == null ? OptionalLong.empty() : OptionalLong.of(reading.next);
  }

  /** These are read from now on. If one of them was read before, what was between is lost. */
  public synchronized void begin(Map<Partition, Extent> extents) {
    if (!Collections.disjoint(readings.keySet(), extents.keySet())) {
      forget();
    }
    extents.forEach((partition, extent) -> readings.put(partition, new Reading(extent)));
    followers.tellAll(this);
  }

  /** Whether both topics are read. */
  synchronized boolean isReady() {
    return readings.keySet().stream().map(Partition::topic).distinct().count()
        == Topic.values().length;
  }

  /**
   * Something has come.
   *
   * @param fact what it is; empty for what cannot be read
   */
  public synchronized void happened(Arrival arrival, Optional<Fact> fact) {
    Reading reading = readings.get(arrival.partition());
    if (reading != null
        && arrival.offset() < reading.next
        && !arrival.sentAt().isAfter(reading.newest)) {
      return;
    }
    if (reading == null || arrival.offset() < reading.next) {
      // Newer, and numbered lower: the topic is not the one that it was.
      Extent extent = new Extent(arrival.offset(), arrival.offset());
      begin(Map.of(arrival.partition(), extent));
      reading = readings.computeIfAbsent(arrival.partition(), partition -> new Reading(extent));
    }
    reading.next = arrival.offset() + 1;
    reading.newest = arrival.sentAt().isAfter(reading.newest) ? arrival.sentAt() : reading.newest;
    fact.flatMap(News::of).ifPresent(news -> keep(arrival, news));
    trim();
  }

  private void keep(Arrival arrival, News news) {
    if (ids.contains(arrival.id()) || !makesWay(news)) {
      return;
    }
    Entry entry = new Entry(++latest, arrival, news);
    entries.put(entry.number(), entry);
    ofProjects
        .computeIfAbsent(news.project(), project -> new TreeMap<>())
        .put(entry.number(), entry);
    news.task().ifPresent(task -> ofTasks.put(task.id(), entry));
    ids.add(arrival.id());
    bytes += entry.cost();
    followers.tell(news.project(), this);
  }

  /** Whether this is news; what it makes superfluous goes. */
  private boolean makesWay(News news) {
    if (news.task().isEmpty()) {
      return true;
    }
    LiveTask task = news.task().get();
    Entry before = ofTasks.get(task.id());
    if (before == null) {
      return true;
    }
    LiveTask old = before.news().task().orElseThrow();
    if (task.isNewerThan(old) && task.isOnlyFurtherThan(old)) {
      remove(before);
    }
    return task.isNewerThan(old);
  }

  private void trim() {
    Instant begin = clock.instant().minus(length);
    while (!entries.isEmpty()
        && (bytes > maxBytes
            || entries.firstEntry().getValue().arrival().sentAt().isBefore(begin))) {
      Entry oldest = entries.firstEntry().getValue();
      remove(oldest);
      passed = oldest.number();
      passedOf.put(oldest.news().project(), passed);
      Reading reading = readings.get(oldest.arrival().partition());
      if (reading != null) {
        reading.complete = Math.max(reading.complete, oldest.arrival().offset() + 1);
      }
    }
  }

  private void remove(Entry entry) {
    News news = entry.news();
    entries.remove(entry.number());
    ofProjects.computeIfPresent(
        news.project(),
        (project, own) -> {
          own.remove(entry.number());
          return own.isEmpty() ? null : own;
        });
    news.task().ifPresent(task -> ofTasks.remove(task.id(), entry));
    ids.remove(entry.arrival().id());
    bytes -= entry.cost();
  }

  private void forget() {
    entries.clear();
    ofProjects.clear();
    ofTasks.clear();
    ids.clear();
    bytes = 0;
    passedOf.clear();
    passed = ++latest;
    forgotten = passed;
    readings.values().forEach(reading -> reading.complete = reading.next);
  }

  /** For a client that wants to know what happens from now on. */
  synchronized Cursor now() {
    Position reach =
        new Position(
            clock.instant(),
            readings.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().reach())));
    return new Cursor(latest, reach, reach);
  }

  /** For a client that knows all up to a position; empty if it has missed something since. */
  synchronized Optional<Cursor> after(Position known) {
    boolean covered =
        readings.keySet().containsAll(known.next().keySet())
            && readings.entrySet().stream()
                .allMatch(entry -> {
                  long next = known.next(entry.getKey());
                  return next >= entry.getValue().complete && next <= entry.getValue().reach();
                });
    return covered ? Optional.of(new Cursor(passed, known, known)) : Optional.empty();
  }

  /** What comes next for a client of this project. */
  synchronized Step next(String project, Cursor cursor) {
    // What others have done meanwhile, nobody here has missed.
    if (cursor.number() < Math.max(forgotten, passedOf.getOrDefault(project, 0L))) {
      return new Step.Missed(now());
    }
    NavigableMap<Long, Entry> own =
        ofProjects.getOrDefault(project, Collections.emptyNavigableMap());
    for (Entry entry : own.tailMap(cursor.number(), false).values()) {
      Arrival arrival = entry.arrival();
      if (arrival.offset() >= cursor.known().next(arrival.partition())) {
        return new Step.Told(entry.news(), after(entry, cursor));
      }
      if (arrival.sentAt().isAfter(cursor.known().at().plus(SKEW))) {
        // Known, and not written yet: that was another topic of the same name.
        return new Step.Missed(now());
      }
    }
    return new Step.CaughtUp(new Cursor(latest, cursor.told().and(offsets()), cursor.known()));
  }

  private static Cursor after(Entry entry, Cursor cursor) {
    Arrival arrival = entry.arrival();
    return new Cursor(
        entry.number(),
        cursor.told().and(Map.of(arrival.partition(), arrival.offset() + 1)),
        cursor.known());
  }

  private Map<Partition, Long> offsets() {
    return readings.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().next));
  }

  synchronized int size() {
    return entries.size();
  }

  synchronized long bytes() {
    return bytes;
  }
}
