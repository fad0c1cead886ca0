package io.vitrine.worker.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.ImportRun;
import io.vitrine.events.TaskSnapshot;
import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.Stores;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImportRunsTest {
  private static final byte[] DISK = SampleImages.disk(1_000_448);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final StagedImage staged = StagedImage.in(store, SampleImages.qcow2(DISK), "qcow2");
  private final RecordedReports reports = new RecordedReports();
  private final Registry registry = new Registry();
  private final Ended ended = new Ended();
  private final CountDownLatch writing = new CountDownLatch(1);
  private ImportRuns runs = runsOn(store);

  @AfterEach
  void stop() throws InterruptedException {
    runs.stop(LONG);
  }

  private void startOn(ObjectStore in) {
    runs = runsOn(in);
    runs.start();
  }

  @Test
  void reportsTheResultOfWhatItWasGiven() throws InterruptedException {
    // When
    registry.give(staged);
    startOn(store);
    ended.outcomes.take();

    // Then
    assertThat(reports.all()).first().isInstanceOf(ImportRun.Progressed.class);
    assertThat(reports.results())
        .singleElement()
        .isInstanceOfSatisfying(
            ImportRun.Completed.class,
            completed -> assertThat(completed.runId()).isEqualTo(registry.claimedBy));
  }

  @Test
  void reportsARefusalToTheOwner() throws InterruptedException {
    // When
    registry.give(StagedImage.in(store, DISK, "qcow2"));
    startOn(store);
    ended.outcomes.take();

    // Then
    assertThat(reports.results())
        .singleElement()
        .isInstanceOfSatisfying(
            ImportRun.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .isEqualTo("The image is declared as qcow2 but its bytes are raw."));
  }

  @Test
  void asksWhenTheBellIsRung() throws InterruptedException {
    // Given
    startOn(store);

    // When
    registry.give(staged);
    runs.ring();

    // Then
    assertThat(ended.outcomes.take()).isEqualTo(new Outcome.Done());
  }

  @Test
  void asksNowAndThenWithoutABell() throws InterruptedException {
    // Given
    startOn(store);
    registry.askedTimes(2);

    // When
    registry.give(staged);

    // Then
    assertThat(ended.outcomes.take()).isEqualTo(new Outcome.Done());
  }

  @Test
  void asksAgainForANewRunWhileTheRegistryIsAway() throws InterruptedException {
    // Given
    registry.timesAway = 3;
    registry.give(staged);

    // When
    startOn(store);
    ended.outcomes.take();

    // Then
    assertThat(registry.runIds).hasSize(4);
    assertThat(reports.results()).hasSize(1);
  }

  @Test
  void asksForNothingWithoutAFreeSlot() throws Exception {
    // Given
    CountDownLatch release = new CountDownLatch(1);
    registry.give(staged);
    startOn(new InterceptedStore(store, () -> hold(release)));
    writing.await();
    int asked = registry.asked.get();

    // When
    registry.give(StagedImage.in(store, DISK, "qcow2"));
    runs.ring();

    // Then
    assertThat(ended.outcomes.poll(200, TimeUnit.MILLISECONDS)).isNull();
    assertThat(registry.asked).hasValue(asked);
    release.countDown();
    assertThat(ended.outcomes.take()).isEqualTo(new Outcome.Done());
    assertThat(ended.outcomes.take()).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void cancelsTheRunsOfADeletedImageWithoutAReport() throws Exception {
    // Given
    startHeld();

    // When
    runs.forget(staged.imageId());
    Outcome outcome = ended.outcomes.take();

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
    assertThat(reports.results()).isEmpty();
    assertThat(store.keys()).containsExactly(staged.key());
  }

  @Test
  void cancelsTheRunOfATaskThatIsNoLongerIts() throws Exception {
    // Given
    startHeld();

    // When
    runs.heard(task(null, Instant.EPOCH.plusSeconds(1)));

    // Then
    assertThat(ended.outcomes.take()).isInstanceOf(Outcome.Cancelled.class);
    assertThat(reports.results()).isEmpty();
  }

  @Test
  void goesOnWhateverWasBeforeItAndWhileTheTaskIsIts() throws Exception {
    // Given
    CountDownLatch release = new CountDownLatch(1);
    registry.give(staged);
    startOn(new InterceptedStore(store, () -> hold(release)));
    writing.await();

    // When
    runs.heard(task(null, Instant.EPOCH));
    runs.heard(task(registry.claimedBy, Instant.EPOCH.plusSeconds(1)));
    release.countDown();

    // Then
    assertThat(ended.outcomes.take()).isEqualTo(new Outcome.Done());
  }

  @Test
  void goesOnWithWhatItHasAndTakesNothingMoreWhileItDrains() throws Exception {
    // Given
    CountDownLatch release = new CountDownLatch(1);
    registry.give(staged);
    startOn(new InterceptedStore(store, () -> hold(release)));
    writing.await();

    // When
    boolean drainedAtOnce = runs.drain(Duration.ZERO);
    registry.give(staged);
    release.countDown();
    boolean drained = runs.drain(LONG);

    // Then
    assertThat(drainedAtOnce).isFalse();
    assertThat(drained).isTrue();
    assertThat(ended.outcomes).containsExactly(new Outcome.Done());
  }

  @Test
  void givesBackWhatItIsStoppedInAndLeavesNothing() throws Exception {
    // Given
    startHeld();

    // When
    boolean tidy = runs.stop(LONG);

    // Then
    assertThat(tidy).isTrue();
    assertThat(reports.results())
        .singleElement()
        .isInstanceOfSatisfying(
            ImportRun.GivenBack.class, back -> assertThat(back.counts()).isFalse());
    assertThat(store.keys()).containsExactly(staged.key());
  }

  @Test
  void givesBackWhatBrokeAndTakesTheNext() throws InterruptedException {
    // Given
    AtomicInteger writes = new AtomicInteger();
    registry.give(staged);
    registry.give(staged);

    // When
    startOn(
        new InterceptedStore(
            store,
            () -> {
              if (writes.getAndIncrement() == 0) {
                throw new IllegalStateException("a bug");
              }
            }));

    // Then
    assertThat(ended.outcomes.take()).isInstanceOf(Outcome.Abandoned.class);
    assertThat(ended.outcomes.take()).isEqualTo(new Outcome.Done());
    assertThat(reports.results())
        .first()
        .isInstanceOfSatisfying(
            ImportRun.GivenBack.class,
            back -> {
              assertThat(back.counts()).isTrue();
              assertThat(back.reason()).isEqualTo("The worker failed (IllegalStateException).");
            });
  }

  @Test
  void saysWhichStoreDidNotDoItsPart() throws InterruptedException {
    // Given
    store.failUploadsAfter(0, Failure.UNAVAILABLE);
    registry.give(staged);

    // When
    startOn(store);
    ended.outcomes.take();

    // Then
    assertThat(reports.results())
        .singleElement()
        .isInstanceOfSatisfying(
            ImportRun.GivenBack.class, back -> assertThat(back.store()).isEqualTo("primary"));
  }

  @Test
  void takesTheNextAfterOneThatNobodyCanRead() throws InterruptedException {
    // Given
    registry.unreadable = 1;
    registry.give(staged);

    // When
    startOn(store);

    // Then
    assertThat(ended.outcomes.take()).isEqualTo(new Outcome.Done());
    assertThat(ended.unreadable).hasValue(1);
  }

  @Test
  void takesTheNextAfterAnErrorThatNobodyForesaw() throws InterruptedException {
    // Given
    registry.errors = 2;
    registry.give(staged);

    // When
    startOn(store);

    // Then
    assertThat(ended.outcomes.take()).isEqualTo(new Outcome.Done());
  }

  private void startHeld() throws InterruptedException {
    registry.give(staged);
    startOn(new InterceptedStore(store, () -> hold(new CountDownLatch(1))));
    writing.await();
  }

  private TaskSnapshot task(@Nullable UUID runId, Instant updatedAt) {
    return new TaskSnapshot(
        staged.taskId(),
        staged.imageId(),
        "api_image_import",
        "glance-direct",
        "pending",
        "demo",
        "u1",
        "req-1",
        runId,
        1,
        false,
        "",
        0,
        0,
        "",
        Instant.EPOCH,
        updatedAt);
  }

  private ImportRuns runsOn(ObjectStore in) {
    return new ImportRuns(
        registry,
        new RunImport(
            new Stores(Map.of("primary", in)),
            RemoteImages.NOWHERE,
            RemoteImages.NO_MORE_ROOM,
            StagedImage.RULES),
        reports,
        ended,
        tries -> {},
        StagedImage.RULES);
  }

  /** Blocks a write as a slow store does. */
  private void hold(CountDownLatch release) {
    writing.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Gives each image to one run. */
  private static final class Registry implements Claims {
    private final AtomicInteger asked = new AtomicInteger();
    private final Queue<StagedImage> waiting = new ConcurrentLinkedQueue<>();
    private final Set<UUID> runIds = ConcurrentHashMap.newKeySet();
    private final Semaphore askings = new Semaphore(0);
    private volatile int timesAway;
    private volatile int unreadable;
    private volatile int errors;
    private volatile @Nullable UUID claimedBy;

    void give(StagedImage image) {
      waiting.add(image);
    }

    void askedTimes(int times) throws InterruptedException {
      askings.acquire(times);
    }

    @Override
    public Optional<ImportJob> next(UUID runId) throws IOException {
      int asking = asked.incrementAndGet();
      askings.release();
      if (asking <= timesAway) {
        runIds.add(runId);
        throw new IOException("connection refused");
      }
      if (asking <= errors) {
        throw new OutOfMemoryError("told to fail");
      }
      if (asking <= unreadable) {
        throw new UnreadableClaimException(runId, new IllegalStateException("told to fail"));
      }
      StagedImage next = waiting.poll();
      if (next != null) {
        runIds.add(runId);
        claimedBy = runId;
      }
      return Optional.ofNullable(next).map(image -> image.run(runId, "raw"));
    }
  }

  private static final class Ended implements RunWatch {
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final AtomicInteger unreadable = new AtomicInteger();

    @Override
    public Run onStarted(ImportJob job) {
      return new Run() {
        @Override
        public void onPhase(Phase next, long bytes) {}

        @Override
        public void onEnded(Outcome outcome, long bytes) {
          outcomes.add(outcome);
        }
      };
    }

    @Override
    public void onUnreadable() {
      unreadable.incrementAndGet();
    }
  }
}
