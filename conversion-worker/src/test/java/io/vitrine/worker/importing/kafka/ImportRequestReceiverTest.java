package io.vitrine.worker.importing.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.FactCodec;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.worker.importing.Claims;
import io.vitrine.worker.importing.Claims.UnreadableClaimException;
import io.vitrine.worker.importing.ImportRuns;
import io.vitrine.worker.importing.Outcome;
import io.vitrine.worker.importing.RunWatch;
import io.vitrine.worker.importing.WorkerRules;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class ImportRequestReceiverTest {
  private static final ImportRequested REQUEST =
      new ImportRequested(UUID.randomUUID(), UUID.randomUUID(), "demo", 1);

  private final Records records = new Records();

  @Test
  void putsAsideWhatCannotBeTaken() throws InterruptedException {
    // Given
    ImportRequestReceiver receiver =
        new ImportRequestReceiver(
            runs((taskId, runId, attempt, requestId) -> {
              throw new UnreadableClaimException(taskId, new IllegalStateException("told to fail"));
            }));

    // When
    receiver.onRecord(request());

    // Then
    assertThat(records.outcome()).isEqualTo("nacked");
  }

  @Test
  void acknowledgesWhatNobodyNeeds() throws InterruptedException {
    // Given
    ImportRequestReceiver receiver =
        new ImportRequestReceiver(runs((taskId, runId, attempt, requestId) -> Optional.empty()));

    // When
    receiver.onRecord(request());

    // Then
    assertThat(records.outcome()).isEqualTo("acked");
  }

  private Message<byte[]> request() {
    return records.of(FactCodec.typeOf(REQUEST), FactCodec.encode(REQUEST));
  }

  /** None of which ever begins. */
  static ImportRuns runs(Claims claims) {
    return new ImportRuns(
        claims,
        null,
        null,
        new Unwatched(),
        tries -> {},
        new WorkerRules(1, Duration.ofHours(1), Duration.ofSeconds(30), true));
  }

  private static final class Unwatched implements RunWatch {
    @Override
    public void onStarted() {}

    @Override
    public void onEnded(Outcome outcome, Duration took) {}

    @Override
    public void onDropped() {}
  }
}
