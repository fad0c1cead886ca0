package io.vitrine.registry.importing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vitrine.registry.Registry;
import io.vitrine.registry.TestDatabase;
import io.vitrine.registry.importing.ImportTask;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueMetersTest {
  private static TestDatabase database;
  private final Registry registry = new Registry();
  private final PgImportTasks tasks = new PgImportTasks(database.sessions());
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final QueueMeters queue = new QueueMeters(database.sessions(), registry.clock, meters);

  @BeforeAll
  static void start() {
    database = TestDatabase.start(ImportTaskRow.class);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.execute("truncate import_tasks");
  }

  private ImportTask waiting() {
    ImportTask task = registry.importing(Optional.empty());
    database.sessions().withTransaction(session -> tasks.add(task)).await().indefinitely();
    return task;
  }

  private void set(ImportTask task, String columns) {
    database.execute("update import_tasks set %s where id = '%s'".formatted(columns, task.id()));
  }

  private void look() {
    queue.look().await().indefinitely();
  }

  private double value(String meter) {
    return meters.get(meter).gauge().value();
  }

  @Test
  void tellsHowManyWaitAndSinceWhenTheFirst() {
    // Given
    waiting();
    registry.clock.advance(Duration.ofSeconds(20));
    waiting();
    registry.clock.advance(Duration.ofSeconds(10));
    // When
    look();
    // Then
    assertThat(value("vitrine.imports.waiting")).isEqualTo(2);
    assertThat(value("vitrine.imports.waiting.longest")).isEqualTo(30);
  }

  @Test
  void countsWhatAWorkerMayTakeAndNothingElse() {
    // Given
    set(waiting(), "status = 'processing'");
    set(waiting(), "status = 'failure', due_at = null");
    set(waiting(), "due_at = '9999-12-31T00:00:00Z'");
    registry.clock.advance(Duration.ofSeconds(10));
    // When
    look();
    // Then
    assertThat(value("vitrine.imports.waiting")).isZero();
    assertThat(value("vitrine.imports.waiting.longest")).isZero();
  }

  @Test
  void tellsHowManyRunAndHowOldTheirOldestIs() {
    // Given
    set(waiting(), "status = 'processing', due_at = '9999-12-31T00:00:00Z'");
    registry.clock.advance(Duration.ofSeconds(20));
    set(waiting(), "status = 'processing'");
    set(waiting(), "status = 'failure', due_at = null");
    registry.clock.advance(Duration.ofSeconds(10));
    // When
    look();
    // Then
    assertThat(value("vitrine.imports.running")).isEqualTo(2);
    assertThat(value("vitrine.imports.running.oldest")).isEqualTo(30);
  }

  @Test
  void knowsNothingBeforeTheFirstLook() {
    assertThat(value("vitrine.imports.waiting")).isNaN();
    assertThat(value("vitrine.imports.waiting.longest")).isNaN();
  }
}
