package io.vitrine.worker.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.events.ImportRun;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.Stores;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
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

  @Test
  void reportsTheResultOfAClaimedImport() throws InterruptedException {
    // When
    runs.accept(request(), "req-1");
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
    // Given
    registry.staged = StagedImage.in(store, DISK, "qcow2");

    // When
    runs.accept(request(), "req-1");
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
  void dropsWhatIsNotToBeHad() throws InterruptedException {
    // Given
    registry.gone = true;

    // When
    runs.accept(request(), "req-1");
    runs.accept(request(), "req-1");

    // Then
    assertThat(ended.dropped).hasValue(2);
    assertThat(reports.all()).isEmpty();
  }

  @Test
  void asksAgainWhileTheRegistryIsAway() throws InterruptedException {
    // Given
    registry.timesAway = 3;

    // When
    runs.accept(request(), "req-1");
    ended.outcomes.take();

    // Then
    assertThat(registry.asked).hasValue(4);
    assertThat(reports.results()).hasSize(1);
  }

  @Test
  void claimsNothingWithoutAFreeSlot() throws Exception {
    // Given
    CountDownLatch release = new CountDownLatch(1);
    runs.stop(LONG);
    runs = runsOn(new InterceptedStore(store, () -> hold(release)));
    runs.accept(request(), "req-1");
    writing.await();

    // When
    Thread second = Thread.ofVirtual().start(this::acceptQuietly);
    boolean accepted = second.join(Duration.ofMillis(100));
    int asked = registry.asked.get();
    release.countDown();
    second.join();

    // Then
    assertThat(accepted).isFalse();
    assertThat(asked).isEqualTo(1);
    assertThat(registry.asked).hasValue(2);
  }

  @Test
  void cancelsTheRunsOfADeletedImageWithoutAReport() throws Exception {
    // Given
    runs.stop(LONG);
    runs = runsOn(new InterceptedStore(store, () -> hold(new CountDownLatch(1))));
    runs.accept(request(), "req-1");
    writing.await();

    // When
    runs.cancelAllOf(staged.imageId(), "deleted");
    Outcome outcome = ended.outcomes.take();

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
    assertThat(reports.results()).isEmpty();
    assertThat(store.keys()).containsExactly(staged.key());
  }

  @Test
  void stopsWithoutAReportAndLeavesNothing() throws Exception {
    // Given
    runs.stop(LONG);
    runs = runsOn(new InterceptedStore(store, () -> hold(new CountDownLatch(1))));
    runs.accept(request(), "req-1");
    writing.await();

    // When
    boolean tidy = runs.stop(LONG);

    // Then
    assertThat(tidy).isTrue();
    assertThat(reports.results()).isEmpty();
    assertThat(store.keys()).containsExactly(staged.key());
    assertThatThrownBy(() -> runs.accept(request(), "req-1"))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void takesTheNextImportAfterOneThatBroke() throws InterruptedException {
    // Given
    AtomicInteger writes = new AtomicInteger();
    runs.stop(LONG);
    runs =
        runsOn(
            new InterceptedStore(
                store,
                () -> {
                  if (writes.getAndIncrement() == 0) {
                    throw new IllegalStateException("a bug");
                  }
                }));
    runs.accept(request(), "req-1");

    // When
    runs.accept(request(), "req-1");

    // Then
    assertThat(ended.outcomes.take()).isInstanceOf(Outcome.Abandoned.class);
    assertThat(ended.outcomes.take()).isInstanceOf(Outcome.Landed.class);
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
        new WorkerRules(1, Duration.ofHours(1), LONG, true));
  }

  private ImportRequested request() {
    return new ImportRequested(staged.imageId(), staged.taskId(), "demo", 1);
  }

  private void acceptQuietly() {
    try {
      runs.accept(request(), "req-2");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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

  private final class Registry implements Claims {
    private final AtomicInteger asked = new AtomicInteger();
    private int timesAway;
    private boolean gone;
    private @Nullable UUID claimedBy;
    private StagedImage staged = ImportRunsTest.this.staged;

    @Override
    public Optional<ImportJob> claim(
        UUID taskId, UUID runId, int attempt, @Nullable String requestId) throws IOException {
      if (asked.incrementAndGet() <= timesAway) {
        throw new IOException("connection refused");
      }
      claimedBy = runId;
      return gone ? Optional.empty() : Optional.of(staged.run(runId, "raw"));
    }
  }

  private static final class Ended implements RunWatch {
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final AtomicInteger dropped = new AtomicInteger();

    @Override
    public void onStarted() {}

    @Override
    public void onEnded(Outcome outcome, Duration took) {
      outcomes.add(outcome);
    }

    @Override
    public void onDropped() {
      dropped.incrementAndGet();
    }
  }
}
