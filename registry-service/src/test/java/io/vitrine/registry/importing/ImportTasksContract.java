package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Role;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportTask.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the queue promises, whatever keeps it. */
public abstract class ImportTasksContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  protected abstract ImportTasks tasks();

  protected abstract <T> T commit(Supplier<Uni<T>> work);

  private ImportTask added(String project, int rank, State state) {
    StoredData data =
        new StoredData(
            List.of(new Location("primary", "blobs/a")), 7, "md5", "sha512", "sha", "raw", null);
    ImportTask task =
        new ImportTask(
            UUID.randomUUID(),
            UUID.randomUUID(),
            new ImportTask.Requester(
                project,
                "u1",
                Set.of(Role.MEMBER),
                "req-1",
                "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01"),
            new ImportSource.StagedBytes(data, Optional.empty()),
            new Destination(List.of("primary"), true, null),
            Map.of(),
            null,
            state,
            NOW.plusSeconds(rank),
            NOW,
            NOW);
    commit(() -> tasks().add(task));
    return task;
  }

  private ImportTask pending(String project, int rank) {
    return added(project, rank, new State.Pending(1, NOW, ""));
  }

  private void running(String project) {
    added(
        project,
        0,
        new State.Running(
            1, UUID.randomUUID(), NOW.plusSeconds(9), new ImportTask.Progress("fetch", 1, 2)));
  }

  private List<ImportTask> waiting(int max) {
    return commit(() -> tasks().waiting(NOW, max));
  }

  @Test
  void ofOneProjectTheLowestRankIsNext() {
    ImportTask last = pending("demo", 3);
    ImportTask first = pending("demo", 1);
    ImportTask second = pending("demo", 2);

    assertThat(waiting(9)).containsExactly(first, second, last);
    assertThat(waiting(2)).containsExactly(first, second);
  }

  @Test
  void theProjectThatHasFewestAtWorkIsNext() {
    // Given
    running("busy");
    running("busy");
    running("demo");
    ImportTask busy = pending("busy", 1);
    ImportTask demo = pending("demo", 2);
    ImportTask idle = pending("idle", 3);
    // Then
    assertThat(waiting(9)).containsExactly(idle, demo, busy);
  }

  @Test
  void onlyWhatIsAtWorkCounts() {
    // Given
    added("ended", 0, new State.Succeeded(1, new ImportTask.Progress("land", 1, 1), ""));
    added("ended", 0, new State.Failed(1, "full"));
    added("ended", 0, new State.Paused(1));
    ImportTask ended = pending("ended", 1);
    ImportTask idle = pending("idle", 2);
    // Then
    assertThat(waiting(9)).containsExactly(ended, idle);
  }

  @Test
  void whatIsNotReadyDoesNotWait() {
    // Given
    added("demo", 0, new State.Pending(2, NOW.plusMillis(1), "The worker stopped."));
    ImportTask ready = added("demo", 1, new State.Pending(2, NOW, "The worker stopped."));
    // Then
    assertThat(waiting(9)).containsExactly(ready);
  }

  @Test
  void onlyRunsAreOverdue() {
    // Given
    pending("demo", 0);
    running("demo");
    // Then
    assertThat(commit(() -> tasks().overdue(NOW.plusSeconds(9), 9))).isEmpty();
    assertThat(commit(() -> tasks().overdue(NOW.plusSeconds(10), 9)))
        .singleElement()
        .matches(task -> task.state() instanceof State.Running);
  }

  @Test
  void keepsWhatRunsHaveFound() {
    // Given
    ImportTask task = pending("demo", 0);
    Description disk = new Description("vmdk", "bare", 1, 512, Map.of("os_type", "linux"));
    ImportTask finding = task.finding(disk).with(task.state(), NOW.plusSeconds(1));
    // When
    commit(() -> tasks().save(finding));
    // Then
    assertThat(commit(() -> tasks().find(task.id()))).contains(finding);
  }

  @Test
  void keepsEveryState() {
    for (State state :
        List.of(
            new State.Pending(2, NOW, "The worker stopped."),
            new State.Paused(3),
            new State.Succeeded(1, new ImportTask.Progress("land", 1, 1), "full"),
            new State.Failed(1, "full"))) {
      ImportTask task = added("demo", 0, state);

      assertThat(commit(() -> tasks().find(task.id()))).contains(task);
    }
  }
}
