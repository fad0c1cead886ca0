package io.vitrine.worker.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.ImportRun;
import io.vitrine.objectstore.InMemoryObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private final ImportJob job =
      StagedImage.in(new InMemoryObjectStore(), new byte[512], "raw").to("qcow2");
  private final RecordedReports reports = new RecordedReports();
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger losses = new AtomicInteger();
  private final Heartbeat heartbeat =
      new Heartbeat(job, reports, now::get, losses::incrementAndGet, (phase, bytes) -> {});

  @Test
  void reportsEachPhaseAtOnce() {
    // When
    heartbeat.enter(Phase.INSPECT);
    heartbeat.enter(Phase.CONVERT);

    // Then
    assertThat(reports.phases()).containsExactly("inspect", "convert");
    assertThat(reports.causes()).containsExactly(job.cause());
  }

  @Test
  void reportsHowFarItIs() {
    // Given
    heartbeat.enter(Phase.CONVERT);

    // When
    heartbeat.advanced(30, 100);
    heartbeat.tick();

    // Then
    assertThat(reports.all())
        .last()
        .isEqualTo(
            new ImportRun.Progressed(job.imageId(), job.taskId(), job.runId(), "convert", 30, 100));
  }

  @Test
  void letsTheLeaseOfAHangingRunExpire() {
    // Given
    heartbeat.enter(Phase.CONVERT);

    // When
    heartbeat.tick();
    now.addAndGet(Duration.ofSeconds(16).toNanos());
    heartbeat.tick();
    heartbeat.tick();

    // Then
    assertThat(reports.all()).hasSize(1);
    assertThat(losses).hasValue(1);
  }

  @Test
  void goesOnReportingWhileTheStoreCompletesTheUpload() {
    // Given
    heartbeat.enter(Phase.LAND);

    // When
    heartbeat.tick();
    heartbeat.tick();

    // Then
    assertThat(reports.all()).hasSize(3);
  }

  @Test
  void givesUpWhenItsReportsDoNotGetThrough() {
    // Given
    reports.answerFromNowOn(CompletableFuture.failedStage(new IOException("Kafka is away")));
    heartbeat.enter(Phase.CONVERT);

    // When
    for (int second = 0; second < 20; second++) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      heartbeat.moved();
      heartbeat.tick();
    }

    // Then
    assertThat(losses).hasValue(1);
  }

  @Test
  void hasOneReportUnderWayAtATime() {
    // Given
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    reports.answerFromNowOn(acknowledged);
    heartbeat.enter(Phase.CONVERT);

    // When
    heartbeat.moved();
    heartbeat.tick();
    int before = reports.all().size();
    acknowledged.complete(null);
    heartbeat.tick();

    // Then
    assertThat(before).isEqualTo(1);
    assertThat(reports.all()).hasSize(2);
  }

  @Test
  void saysNothingAfterTheEnd() {
    // Given
    heartbeat.end();

    // When
    heartbeat.enter(Phase.LAND);
    heartbeat.tick();

    // Then
    assertThat(reports.all()).isEmpty();
  }
}
