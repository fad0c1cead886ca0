package io.vitrine.worker.importing.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.worker.importing.ImportRuns;
import io.vitrine.worker.importing.WorkerRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportCancellerTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final WorkerRules RULES = new WorkerRules(1, LONG, LONG, LONG, true, true, 1);

  private final Records records = new Records();
  private final ImportCanceller canceller =
      new ImportCanceller(
          new ImportRuns(runId -> Optional.empty(), null, null, null, tries -> {}, RULES));

  @ParameterizedTest
  @ValueSource(strings = {"{x", "{}", "null"})
  void passesOverAFactThatItCannotRead(String body) throws InterruptedException {
    // When
    canceller.onImage(
        records.of("io.vitrine.image.deleted.v1", body.getBytes(StandardCharsets.UTF_8)));

    // Then
    assertThat(records.outcome()).isEqualTo("acked");
  }
}
