package io.vitrine.registry.importing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.Registry;
import io.vitrine.registry.TestDatabase;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.ImportTask.State;
import io.vitrine.registry.importing.TaskQuery;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgImportTasksTest {
  private static TestDatabase database;
  private final Registry registry = new Registry();
  private final PgImportTasks tasks = new PgImportTasks(database.sessions());

  @BeforeAll
  static void start() {
    database = TestDatabase.start(ImportTaskRow.class);
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.execute("truncate import_tasks");
  }

  private static <T> T commit(Supplier<Uni<T>> work) {
    return database
        .sessions()
        .withTransaction(session -> Uni.createFrom().deferred(() -> work.get()))
        .await()
        .indefinitely();
  }

  private ImportTask added() {
    ImportTask task = registry.importing(Optional.empty());
    commit(() -> tasks.add(task));
    return task;
  }

  private ImportTask ended() {
    ImportTask task = added();
    database.execute(
        "update import_tasks set status = 'failure', due_at = null where id = '%s'"
            .formatted(task.id()));
    return task;
  }

  @Test
  void aTaskThatIsForgottenMeanwhileIsNotThere() {
    // Given
    ImportTask task = added();
    // When
    Optional<ImportTask> again =
        commit(() ->
            tasks
                .find(task.id())
                .invoke(() -> database.execute("delete from import_tasks"))
                .chain(() -> tasks.find(task.id())));
    // Then
    assertThat(again).isEmpty();
  }

  @Test
  void anUnknownMarkerIsRefusedOnAPageOfAnySize() {
    for (int limit : new int[] {0, 5}) {
      TaskQuery query =
          new TaskQuery(
              Map.of(), TaskQuery.Column.CREATED_AT, true, Optional.of(new UUID(0, 0)), limit);

      assertThatThrownBy(() -> tasks.page(query).await().indefinitely())
          .hasMessageContaining("could not be found");
    }
  }

  @Test
  void keepsWhatIsCopiedWhere() {
    // Given
    ImportTask task = copying();
    commit(() -> tasks.add(task));
    // Then
    assertThat(commit(() -> tasks.find(task.id()))).contains(task);
  }

  private ImportTask copying() {
    return registry
        .copies
        .request(
            Registry.ADMIN, registry.active().id(), Registry.to(true, "cold", "other"), "req-1")
        .await()
        .indefinitely()
        .orElseThrow();
  }

  @Test
  void findsRunsThatHaveNotEnded() {
    // Given
    copying();
    UUID run = UUID.randomUUID();
    ImportTask running = registry.claim(run).task();
    commit(() -> tasks.add(running));
    // When
    List<ImportTask> found = commit(() -> tasks.running(Set.of(run, UUID.randomUUID())));
    // Then
    assertThat(found).containsExactly(running);
    database.execute("update import_tasks set status = 'failure', due_at = null");
    assertThat(commit(() -> tasks.running(Set.of(run)))).isEmpty();
  }

  @Test
  void forgetsWhatNobodyElseForgets() throws Exception {
    // Given
    ImportTask held = ended();
    ImportTask free = ended();
    ImportTask running = added();
    Instant later = running.updatedAt().plus(Duration.ofDays(1));
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select from import_tasks where id = '%s' for update".formatted(held.id()));
      // When
      int forgotten = commit(() -> tasks.forget(later, 10));
      // Then
      assertThat(forgotten).isEqualTo(1);
    }
    assertThat(commit(() -> tasks.find(free.id()))).isEmpty();
    assertThat(commit(() -> tasks.find(held.id())).orElseThrow().state())
        .isInstanceOf(State.Failed.class);
    assertThat(commit(() -> tasks.find(running.id()))).isPresent();
  }
}
