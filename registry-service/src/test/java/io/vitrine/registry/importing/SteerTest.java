package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.ImageFact.ImageImportFailed;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.events.ImportRun.Completed;
import io.vitrine.events.ImportRun.Failed;
import io.vitrine.events.ImportRun.StoreCopied;
import io.vitrine.identity.Caller;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.Copying;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageStatus;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.importing.ImportTask.State;
import io.vitrine.registry.importing.SteerImport.Action;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SteerTest {
  private final Registry registry = new Registry();
  private final ImportTask task = registry.importing(Optional.of("raw"));
  private final Location staged = ((ImportSource.StagedBytes) task.source()).data().first();
  private final UUID run = UUID.randomUUID();

  private void steer(Action action) {
    registry.steer(Registry.MEMBER, task, action);
  }

  private State state() {
    return registry.task(task).state();
  }

  private Image image() {
    return registry.image(task.imageId());
  }

  private Optional<ClaimImport.Claim> next() {
    return registry.claims.next(UUID.randomUUID()).await().indefinitely();
  }

  private void refuses(Caller caller, ImportTask task, Action action, ProblemKind kind) {
    assertThatThrownBy(() -> registry.steer(caller, task, action))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().kind()).isEqualTo(kind));
  }

  @Test
  void aWaitingImportIsPaused() {
    // When
    steer(Action.PAUSE);
    // Then
    assertThat(state()).isEqualTo(new State.Paused(1));
    assertThat(TaskLog.message(state())).isEqualTo("Paused.");
    assertThat(next()).isEmpty();
    assertThat(registry.released()).isEmpty();
  }

  @Test
  void aRunningImportIsPausedAndItsRunIsFenced() {
    // Given
    registry.claim(run);
    // When
    steer(Action.PAUSE);
    // Then
    assertThat(state()).isEqualTo(new State.Paused(1));
    assertThat(registry.released()).isEqualTo(Registry.leftovers(task, run));
    registry.on(new Completed(task.imageId(), task.id(), run, Registry.blob(task.targetKey(run))));
    registry.on(new Failed(task.imageId(), task.id(), run, "too late"));
    assertThat(state()).isEqualTo(new State.Paused(1));
    assertThat(image().staged().orElseThrow().first()).isEqualTo(staged);
  }

  @Test
  void aPausedImportIsNotOverdue() {
    // Given
    registry.claim(run);
    steer(Action.PAUSE);
    // When
    registry.expire(task);
    // Then
    assertThat(state()).isEqualTo(new State.Paused(1));
  }

  @Test
  void aPauseOfWhatIsPausedChangesNothing() {
    // Given
    steer(Action.PAUSE);
    ImportTask once = registry.task(task);
    // When
    steer(Action.PAUSE);
    // Then
    assertThat(registry.task(task)).isEqualTo(once);
  }

  @Test
  void goesOnWhenItIsResumed() {
    // Given
    registry.claim(run);
    registry.expire(task);
    steer(Action.PAUSE);
    registry.catalogue.facts.clear();
    // When
    steer(Action.RESUME);
    // Then
    assertThat(registry.facts(ImportRequested.class))
        .containsExactly(new ImportRequested(task.imageId(), task.id(), "demo", 2));
    ClaimImport.Claim claim = next().orElseThrow();
    assertThat(claim.task().id()).isEqualTo(task.id());
    assertThat(claim.task().state().attempt()).isEqualTo(2);
    assertThat(claim.image().staged().orElseThrow().first()).isEqualTo(staged);
  }

  @Test
  void toResumeWhatWasNotPausedChangesNothing() {
    // Given
    registry.claim(run);
    ImportTask running = registry.task(task);
    // When
    steer(Action.RESUME);
    // Then
    assertThat(registry.task(task)).isEqualTo(running);
  }

  @Test
  void aWaitingImportIsCancelled() {
    // When
    steer(Action.CANCEL);
    // Then
    assertThat(state()).isEqualTo(new State.Failed(1, "The import was cancelled."));
    assertThat(image().status()).isEqualTo(new ImageStatus.Queued());
    assertThat(registry.released()).containsExactly(staged);
    assertThat(registry.facts(ImageImportFailed.class)).hasSize(1);
    assertThat(next()).isEmpty();
  }

  @Test
  void aPausedImportIsCancelled() {
    // Given
    steer(Action.PAUSE);
    // When
    steer(Action.CANCEL);
    // Then
    assertThat(state()).isEqualTo(new State.Failed(1, "The import was cancelled."));
  }

  @Test
  void aRunningImportIsCancelledAndLeavesNothing() {
    // Given
    registry.claim(run);
    // When
    steer(Action.CANCEL);
    // Then
    assertThat(state()).isEqualTo(new State.Failed(1, "The import was cancelled."));
    assertThat(image().status()).isEqualTo(new ImageStatus.Queued());
    assertThat(registry.released()).contains(staged).containsAll(Registry.leftovers(task, run));
  }

  @Test
  void aCopyIsCancelledAndTakenBack() {
    // Given
    steer(Action.CANCEL);
    Image original = registry.active();
    ImportTask copying =
        registry
            .copies
            .request(Registry.ADMIN, original.id(), Registry.to(true, "cold", "other"), "req-1")
            .await()
            .indefinitely()
            .orElseThrow();
    registry.claim(run);
    registry.on(
        new StoreCopied(original.id(), copying.id(), run, "cold", copying.targetKey(run), "sha"));
    // When
    registry.steer(Registry.MEMBER, copying, Action.CANCEL);
    // Then
    Image image = registry.image(original.id());
    assertThat(image.data()).isEqualTo(original.data());
    assertThat(image.copying())
        .isEqualTo(new Copying(copying.id(), List.of(), List.of("cold", "other")));
    assertThat(registry.task(copying).state())
        .isEqualTo(new State.Failed(1, "The import was cancelled."));
    assertThat(registry.released()).containsAll(copying.targets(run));
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void isForWhoeverMayModifyTheImage(Action action) {
    refuses(Registry.READER, task, action, ProblemKind.FORBIDDEN);
    refuses(Registry.STRANGER, task, action, ProblemKind.NOT_FOUND);
    assertThat(registry.task(task)).isEqualTo(task);
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void nothingCanBeDoneAboutWhatHasEnded(Action action) {
    // Given
    steer(Action.CANCEL);
    // Then
    refuses(Registry.MEMBER, task, action, ProblemKind.CONFLICT);
  }

  @Test
  void aTaskBelongsToItsImage() {
    ImportTask other = registry.importing(Wish.PLAIN);

    assertThatThrownBy(() ->
            registry
                .steering
                .steer(Registry.MEMBER, other.imageId(), task.id(), Action.CANCEL)
                .await()
                .indefinitely())
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.NOT_FOUND));
    assertThat(registry.task(task)).isEqualTo(task);
  }
}
