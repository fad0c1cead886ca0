package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.ImportRun.Completed;
import io.vitrine.events.ImportRun.GivenBack;
import io.vitrine.events.ImportRun.Progressed;
import io.vitrine.events.TaskFact.TaskChanged;
import io.vitrine.events.TaskSnapshot;
import io.vitrine.registry.Registry;
import io.vitrine.registry.importing.SteerImport.Action;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever watches a task hears of each change, and in which order they were. */
class TaskLogTest {
  private final Registry registry = new Registry();
  private final ImportTask task = registry.importing(Wish.PLAIN);
  private final UUID first = UUID.randomUUID();
  private final UUID second = UUID.randomUUID();

  private List<TaskSnapshot> told() {
    return registry.facts(TaskChanged.class).stream().map(TaskChanged::task).toList();
  }

  /** All within one moment of the clock. */
  private void live() {
    registry.claim(first);
    registry.on(new GivenBack(task.imageId(), task.id(), first, "the store is away", true, null));
    registry.steer(Registry.MEMBER, task, Action.PAUSE);
    registry.steer(Registry.MEMBER, task, Action.RESUME);
    registry.claim(second);
    registry.on(new Progressed(task.imageId(), task.id(), second, "convert", 10, 70));
    registry.on(
        new Completed(task.imageId(), task.id(), second, Registry.blob(task.targetKey(second))));
  }

  @Test
  void tellsEachChangeOnce() {
    // When
    live();
    // Then
    assertThat(told())
        .extracting(TaskSnapshot::status)
        .containsExactly(
            "pending",
            "processing",
            "pending",
            "pending",
            "pending",
            "processing",
            "processing",
            "success");
    assertThat(told())
        .extracting(TaskSnapshot::message)
        .containsExactly(
            "",
            "",
            "Attempt 2 follows: the store is away",
            "Paused.",
            "",
            "(attempt 2)",
            "convert (attempt 2)",
            "");
  }

  @Test
  void tellsWhetherTheTaskIsPaused() {
    // When
    live();
    // Then
    assertThat(told())
        .extracting(TaskSnapshot::paused)
        .containsExactly(false, false, false, true, false, false, false, false);
  }

  @Test
  void theDateOfAChangeIsItsPlaceInTheOrder() {
    // When
    live();
    // Then
    assertThat(told()).extracting(TaskSnapshot::updatedAt).doesNotHaveDuplicates().isSorted();
    assertThat(told().getLast().updatedAt()).isEqualTo(registry.task(task).updatedAt());
  }

  @Test
  void tellsAllOfTheTask() {
    // Given
    registry.claim(first);
    // When
    registry.on(new Progressed(task.imageId(), task.id(), first, "convert", 10, 70));
    // Then
    assertThat(told().getLast())
        .isEqualTo(
            new TaskSnapshot(
                task.id(),
                task.imageId(),
                "api_image_import",
                "glance-direct",
                "processing",
                "demo",
                "u1",
                "req-1",
                first,
                1,
                false,
                "convert",
                10,
                70,
                "convert",
                task.createdAt(),
                registry.task(task).updatedAt()));
  }
}
