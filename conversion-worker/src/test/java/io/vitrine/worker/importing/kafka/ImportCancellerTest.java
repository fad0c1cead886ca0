package io.vitrine.worker.importing.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportCancellerTest {
  private final Records records = new Records();
  private final ImportCanceller canceller =
      new ImportCanceller(
          ImportRequestReceiverTest.runs((taskId, runId, attempt, requestId) -> Optional.empty()));

  @ParameterizedTest
  @ValueSource(strings = {"{x", "{}", "null"})
  void passesOverAFactThatItCannotRead(String body) throws InterruptedException {
    // When
    canceller.onRecord(
        records.of("io.vitrine.image.deleted.v1", body.getBytes(StandardCharsets.UTF_8)));

    // Then
    assertThat(records.outcome()).isEqualTo("acked");
  }
}
