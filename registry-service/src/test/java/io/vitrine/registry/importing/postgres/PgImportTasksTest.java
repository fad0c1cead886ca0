package io.vitrine.registry.importing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.Registry;
import io.vitrine.registry.TestDatabase;
import io.vitrine.registry.importing.ExpectedDigest;
import io.vitrine.registry.importing.ImportSource;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.ImportTask.State;
import io.vitrine.registry.importing.ImportTasks;
import io.vitrine.registry.importing.ImportTasksContract;
import io.vitrine.registry.importing.RequestFetch;
import io.vitrine.registry.importing.SteerImport;
import io.vitrine.registry.importing.TaskQuery;
import io.vitrine.registry.importing.Wish;
import java.sql.Connection;
import java.sql.ResultSet;
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
import org.junit.jupiter.api.Nested;
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
  static void stop() {
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

  @Nested
  class Queue extends ImportTasksContract {
    @Override
    protected ImportTasks tasks() {
      return tasks;
    }

    @Override
    protected <T> T commit(Supplier<Uni<T>> work) {
      return PgImportTasksTest.commit(work);
    }
  }

  private ImportTask fetching(boolean fromWeb) {
    UUID image = registry.queued().id();
    ExpectedDigest digest = new ExpectedDigest("md5", "0".repeat(32));
    Wish wish =
        new Wish(List.of("cold", "other"), false, false, Optional.of("raw"), Optional.of(digest));
    Uni<ImportTask> request =
        fromWeb
            ? registry.fetches.fromWeb(
                Registry.MEMBER, image, () -> "http://mirror.example/a?b", wish, "req-1")
            : registry.fetches.fromGlance(
                Registry.MEMBER,
                image,
                new RequestFetch.OtherImage("east", new UUID(1, 2)),
                "secret",
                wish,
                "req-1");
    return request.await().indefinitely();
  }

  private ImportTask located() {
    return registry
        .locations
        .add(
            Registry.MEMBER,
            registry.queued().id(),
            "http://mirror.example/a?b",
            Optional.empty(),
            "req-1")
        .await()
        .indefinitely();
  }

  private ImportTask staged() {
    ExpectedDigest digest = new ExpectedDigest("md5", "0".repeat(32));
    return registry.importing(
        new Wish(List.of("cold", "other"), false, false, Optional.of("raw"), Optional.of(digest)));
  }

  @Test
  void keepsEverySource() {
    for (ImportTask task :
        List.of(fetching(true), fetching(false), located(), staged(), copying())) {
      commit(() -> tasks.add(task));

      assertThat(commit(() -> tasks.find(task.id()))).contains(task);
    }
  }

  @Test
  void keepsNoTokenOfATaskThatHasEnded() throws Exception {
    // Given
    ImportTask task = fetching(false);
    commit(() -> tasks.add(task));
    registry.steer(Registry.MEMBER, task, SteerImport.Action.CANCEL);
    // When
    commit(() -> tasks.save(registry.task(task)));
    // Then
    assertThat(commit(() -> tasks.find(task.id())).orElseThrow().source())
        .isInstanceOfSatisfying(
            ImportSource.OtherGlance.class, source -> assertThat(source.token()).isEmpty());
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select count(*) from import_tasks t where t::text like '%secret%'")) {
      rows.next();
      assertThat(rows.getInt(1)).isZero();
    }
  }

  @Test
  void aPausedTaskWhoseImageIsGoneIsOverdue() {
    // Given
    ImportTask paused = added();
    database.execute("update import_tasks set due_at = '%s'".formatted(ImportTaskRow.NEVER));
    // Then
    assertThat(commit(() -> tasks.overdue(paused.createdAt(), 9)))
        .singleElement()
        .satisfies(task -> assertThat(task.state()).isEqualTo(new State.Paused(1)));
  }
}
