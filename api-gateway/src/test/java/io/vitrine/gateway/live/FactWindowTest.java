package io.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vitrine.events.Fact;
import io.vitrine.events.TaskFact;
import io.vitrine.gateway.PlayedClock;
import io.vitrine.gateway.live.FactWindow.Arrival;
import io.vitrine.gateway.live.FactWindow.Cursor;
import io.vitrine.gateway.live.FactWindow.Extent;
import io.vitrine.gateway.live.FactWindow.Step;
import io.vitrine.gateway.live.Topic.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FactWindowTest {
  private static final Partition IMAGES = Topic.IMAGES.partition(0);
  private static final Partition TASKS = Topic.TASKS.partition(0);
  private static final Duration LENGTH = Duration.ofMinutes(10);

  private final PlayedClock clock = new PlayedClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final FactWindow window = window(1 << 20);
  private final Map<Partition, Long> offsets = new HashMap<>();

  private FactWindow window(long bytes) {
    FactWindow made =
        new FactWindow(clock, new PlayedSettings(LENGTH, bytes), new SimpleMeterRegistry());
    made.begin(Map.of(IMAGES, new Extent(0, 0), TASKS, new Extent(0, 0)));
    return made;
  }

  private void happens(Fact fact) {
    happens(window, fact, UUID.randomUUID().toString());
  }

  private void happens(FactWindow there, Fact fact, String id) {
    Partition partition = fact instanceof TaskFact ? TASKS : IMAGES;
    long offset = offsets.merge(partition, 1L, Long::sum) - 1;
    there.happened(new Arrival(partition, offset, clock.instant(), id), Optional.of(fact));
  }

  /** All that there is for the project; ends with the last step. */
  private List<Step> read(FactWindow there, String project, Cursor from) {
    List<Step> steps = new ArrayList<>();
    Step step = there.next(project, from);
    steps.add(step);
    while (step instanceof Step.Told) {
      step = there.next(project, step.cursor());
      steps.add(step);
    }
    return steps;
  }

  private List<String> told(Cursor from) {
    return read(window, "demo", from).stream()
        .filter(Step.Told.class::isInstance)
        .map(step -> ((Step.Told) step).news().data())
        .toList();
  }

  private static String data(Fact fact) {
    return News.of(fact).orElseThrow().data();
  }

  @Test
  void aProjectReadsWhatIsItsOwn() {
    // Given
    Cursor start = window.now();
    Fact own = PlayedImage.of("demo").updated();
    Fact task = Played.task().fact();
    // When
    happens(PlayedImage.of("other").updated());
    happens(own);
    happens(PlayedImage.of(null).updated());
    happens(task);
    // Then
    assertThat(told(start)).containsExactly(data(own), data(task));
    assertThat(told(window.now())).isEmpty();
  }

  @Test
  void whoHasReadAllGoesOnThere() {
    // Given
    happens(PlayedImage.of("demo").updated());
    happens(PlayedImage.of("other").updated());
    Cursor end = read(window, "demo", window.now()).getLast().cursor();
    Fact later = PlayedImage.of("demo").updated();
    // When
    happens(later);
    // Then
    assertThat(end.told().next(IMAGES)).isEqualTo(2);
    assertThat(told(window.after(end.told()).orElseThrow())).containsExactly(data(later));
  }

  @Test
  void ofATaskThatOnlyGetsFurtherTheLatestStateIsRead() {
    // Given
    Cursor start = window.now();
    Played task = Played.task().at("2026-01-01T00:00:01Z");
    // When
    happens(task.fact());
    happens(task.at("2026-01-01T00:00:02Z").done(20).fact());
    happens(task.at("2026-01-01T00:00:03Z").done(30).fact());
    happens(task.at("2026-01-01T00:00:04Z").attempt(2).done(0).fact());
    happens(task.at("2026-01-01T00:00:05Z").attempt(2).status("success").fact());
    // Then
    assertThat(told(start))
        .containsExactly(
            data(task.at("2026-01-01T00:00:03Z").done(30).fact()),
            data(task.at("2026-01-01T00:00:04Z").attempt(2).done(0).fact()),
            data(task.at("2026-01-01T00:00:05Z").attempt(2).status("success").fact()));
  }

  @Test
  void whatComesAgainIsNoNews() {
    // Given
    Cursor start = window.now();
    PlayedImage image = PlayedImage.of("demo");
    Played task = Played.task().at("2026-01-01T00:00:01Z");
    // When
    happens(window, image.updated(), "1");
    happens(window, image.next().updated(), "2");
    happens(window, image.updated(), "1");
    happens(window, task.fact(), "3");
    happens(window, task.at("2026-01-01T00:00:02Z").done(20).fact(), "4");
    happens(window, task.fact(), "3");
    // Then
    assertThat(told(start))
        .containsExactly(
            data(image.updated()),
            data(image.next().updated()),
            data(task.at("2026-01-01T00:00:02Z").done(20).fact()));
  }

  @Test
  void recordsThatAreReadOnceMoreAreNoNews() {
    // Given
    Cursor start = window.now();
    happens(PlayedImage.of("demo").updated());
    clock.pass(Duration.ofSeconds(1));
    happens(PlayedImage.of("demo").updated());
    // When
    window.happened(
        new Arrival(IMAGES, 0, clock.instant().minusSeconds(1), "again"),
        Optional.of(PlayedImage.of("demo").updated()));
    // Then
    assertThat(told(start)).hasSize(2);
  }

  @Test
  void whatIsTooOldIsMissed() {
    // Given
    happens(PlayedImage.of("demo").updated());
    Position before = window.now().told();
    happens(PlayedImage.of("demo").updated());
    Position after = window.now().told();
    // When
    clock.pass(LENGTH.plusSeconds(1));
    happens(PlayedImage.of("demo").updated());
    // Then
    assertThat(window.after(before)).isEmpty();
    assertThat(window.after(after)).isPresent();
    assertThat(window.size()).isEqualTo(1);
  }

  @Test
  void memoryIsBounded() {
    // Given
    FactWindow small = window(20_000);
    Cursor slow = small.now();
    // When
    for (int i = 0; i < 1000; i++) {
      happens(small, PlayedImage.of("demo").updated(), "id-" + i);
    }
    // Then
    assertThat(small.bytes()).isBetween(15_000L, 20_000L);
    assertThat(small.size()).isLessThan(40);
    assertThat(small.next("demo", slow)).isInstanceOf(Step.Missed.class);
    assertThat(small.after(slow.told())).isEmpty();
  }

  @Test
  void whatWasReadIsFreed() {
    // Given
    Played task = Played.task();
    happens(PlayedImage.of("demo").updated());
    happens(task.fact());
    // When
    clock.pass(LENGTH.plusSeconds(1));
    window.happened(new Arrival(IMAGES, 1, clock.instant(), "x"), Optional.empty());
    // Then
    assertThat(window.size()).isZero();
    assertThat(window.bytes()).isZero();
  }

  @Test
  void aPositionThatNobodyGaveOutIsMissed() {
    // Given
    happens(PlayedImage.of("demo").updated());
    // Then
    assertThat(window.after(new Position(clock.instant(), Map.of(IMAGES, 5L)))).isEmpty();
    assertThat(window.after(new Position(clock.instant(), Map.of(Topic.TASKS.partition(3), 0L))))
        .isEmpty();
  }

  @Test
  void aGatewayThatReadsItselfUpTellsNothingTwice() {
    // Given
    FactWindow fresh =
        new FactWindow(clock, new PlayedSettings(LENGTH, 1 << 20), new SimpleMeterRegistry());
    fresh.begin(Map.of(IMAGES, new Extent(10, 13), TASKS, new Extent(0, 0)));
    Cursor back =
        fresh.after(new Position(clock.instant(), Map.of(IMAGES, 12L, TASKS, 0L))).orElseThrow();
    Cursor newcomer = fresh.now();
    // When
    List<Fact> facts = new ArrayList<>();
    for (long offset = 10; offset < 15; offset++) {
      facts.add(PlayedImage.of("demo").updated());
      fresh.happened(
          new Arrival(IMAGES, offset, clock.instant(), "" + offset), Optional.of(facts.getLast()));
    }
    // Then
    assertThat(read(fresh, "demo", back)).hasSize(4);
    assertThat(read(fresh, "demo", newcomer)).hasSize(3);
  }

  @Test
  void aGatewayThatWasAwayForTooLongHasMissedWhatWasBetween() {
    // Given
    happens(PlayedImage.of("demo").updated());
    Cursor reader = window.now();
    // When
    window.begin(Map.of(IMAGES, new Extent(90, 95)));
    // Then
    assertThat(window.next("demo", reader)).isInstanceOf(Step.Missed.class);
    assertThat(window.after(reader.told())).isEmpty();
    assertThat(window.now().told().next(IMAGES)).isEqualTo(95);
  }

  @Test
  void aTopicThatIsMadeAnewIsNoticedByItsTimes() {
    // Given
    for (int i = 0; i < 5; i++) {
      happens(PlayedImage.of("demo").updated());
    }
    Cursor reader = window.now();
    Instant before = clock.instant();
    // When
    clock.pass(Duration.ofSeconds(1));
    Fact first = PlayedImage.of("demo").updated();
    window.happened(new Arrival(IMAGES, 0, clock.instant(), "first"), Optional.of(first));
    // Then
    Step missed = window.next("demo", reader);
    assertThat(missed).isInstanceOf(Step.Missed.class);
    assertThat(window.after(new Position(before, Map.of(IMAGES, 5L)))).isEmpty();
    assertThat(window.after(new Position(before, Map.of(IMAGES, 0L, TASKS, 0L)))).isPresent();
  }

  @Test
  void aPositionInATopicThatIsNoMoreIsNoticedByItsTime() {
    // Given
    Instant before = clock.instant();
    clock.pass(Duration.ofMinutes(5));
    for (int i = 0; i < 5; i++) {
      happens(PlayedImage.of("demo").updated());
    }
    // When
    Cursor known = window.after(new Position(before, Map.of(IMAGES, 3L))).orElseThrow();
    // Then
    assertThat(window.next("demo", known)).isInstanceOf(Step.Missed.class);
  }

  @Test
  void wakesThoseOfTheProject() {
    // Given
    List<String> woken = new ArrayList<>();
    Runnable leave = window.follow("demo", () -> woken.add("demo"));
    window.follow("other", () -> woken.add("other"));
    // When
    happens(PlayedImage.of("demo").updated());
    leave.run();
    happens(PlayedImage.of("demo").updated());
    // Then
    assertThat(woken).containsExactly("demo");
  }
}
