package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.Blob;
import io.vitrine.events.ImportFact.ImportGivenUp;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.events.ImportRun.Completed;
import io.vitrine.events.ImportRun.Failed;
import io.vitrine.events.ImportRun.GivenBack;
import io.vitrine.events.ImportRun.Progressed;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageStatus;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.Precondition;
import io.vitrine.registry.importing.ImportTask.State;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of an import when a run comes to nothing, for no fault of the image. */
class TriesTest {
  private final Registry registry = new Registry();
  private final ImportTask task = registry.importing(Optional.of("raw"));
  private final Location staged = ((ImportSource.StagedBytes) task.source()).data().first();
  private final UUID run = UUID.randomUUID();

  private Image image() {
    return registry.image(task.imageId());
  }

  private State state() {
    return registry.task(task).state();
  }

  private GivenBack givenBack(UUID run, String reason, boolean counts) {
    return new GivenBack(task.imageId(), task.id(), run, reason, counts, null);
  }

  private Completed completed(UUID run) {
    Blob raw = new Blob("primary", task.targetKey(run), 70, "m", "sha512", "s", "raw", 70L);
    return new Completed(task.imageId(), task.id(), run, raw);
  }

  private void delete() {
    registry
        .deletion
        .delete(Registry.MEMBER, task.imageId(), Precondition.NONE)
        .await()
        .indefinitely();
  }

  @Test
  void aDeadWorkerIsReplacedAtOnce() {
    // Given
    registry.claim(run);
    // When
    registry.expire(task);
    // Then
    assertThat(state())
        .isEqualTo(new State.Pending(2, registry.clock.instant(), "The worker stopped."));
    assertThat(registry.catalogue.facts)
        .contains(new ImportRequested(task.imageId(), task.id(), "demo", 2));
    assertThat(registry.released()).isEqualTo(Registry.leftovers(task, run));
    UUID next = UUID.randomUUID();
    assertThat(registry.claim(next).task().state().attempt()).isEqualTo(2);
    registry.on(completed(next));
    assertThat(image().status()).isInstanceOf(ImageStatus.Active.class);
  }

  @Test
  void aRunHoldsItsLeaseToTheEnd() {
    // Given
    registry.claim(run);
    registry.clock.advance(Registry.LEASE.minusMillis(1));
    // When
    registry.runs.expire(registry.task(task)).await().indefinitely();
    // Then
    assertThat(registry.task(task).running(run)).isPresent();
  }

  @Test
  void theSecondDeathMakesTheNextRunWait() {
    // Given
    registry.claim(run);
    registry.expire(task);
    registry.claim(UUID.randomUUID());
    registry.catalogue.facts.clear();
    // When
    registry.expire(task);
    // Then
    assertThat(registry.facts(ImportRequested.class)).isEmpty();
    assertThat(registry.claims.next(run).await().indefinitely()).isEmpty();
    registry.clock.advance(Duration.ofSeconds(10));
    assertThat(registry.claim(run).task().state().attempt()).isEqualTo(3);
  }

  @Test
  void pausesGrowButNotForEver() {
    ImportRules.Patience patience = new ImportRules.Patience(Registry.LEASE, 100);

    assertThat(patience.pauseAfter(1)).isZero();
    assertThat(patience.pauseAfter(2)).isEqualTo(Duration.ofSeconds(10));
    assertThat(patience.pauseAfter(3)).isEqualTo(Duration.ofSeconds(20));
    assertThat(patience.pauseAfter(99)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aRunThatLostItsLeaseIsFenced() {
    // Given
    registry.claim(run);
    registry.expire(task);
    UUID next = UUID.randomUUID();
    registry.claim(next);
    registry.catalogue.facts.clear();
    // When
    registry.on(completed(run));
    registry.on(new Failed(task.imageId(), task.id(), run, "too late"));
    registry.on(givenBack(run, "too late", true));
    registry.on(new Progressed(task.imageId(), task.id(), run, "convert", 10, 70));
    // Then
    assertThat(image().status()).isInstanceOf(ImageStatus.Importing.class);
    assertThat(registry.task(task).running(next)).isPresent();
    assertThat(registry.released()).containsExactly(new Location("primary", task.targetKey(run)));
  }

  @Test
  void progressKeepsTheLeaseAndIsShown() {
    // Given
    registry.claim(run);
    registry.clock.advance(Registry.LEASE.minusSeconds(1));
    registry.on(new Progressed(task.imageId(), task.id(), run, "convert", 10, 70));
    registry.clock.advance(Duration.ofSeconds(2));
    // When
    registry.runs.expire(registry.task(task)).await().indefinitely();
    // Then
    assertThat(state())
        .isInstanceOfSatisfying(
            State.Running.class,
            running ->
                assertThat(running.progress())
                    .isEqualTo(new ImportTask.Progress("convert", 10, 70)));
  }

  @Test
  void aRunThatIsOnlyToldToStopIsNoTry() {
    // Given
    for (int stops = 0; stops < 2 * Registry.TRIES; stops++) {
      UUID stopped = UUID.randomUUID();
      registry.claim(stopped);
      registry.on(givenBack(stopped, "the worker stops", false));
    }
    // When
    ClaimImport.Claim claim = registry.claim(run);
    // Then
    assertThat(claim.task().state().attempt()).isEqualTo(1);
    assertThat(TaskLog.message(claim.task().state())).isEmpty();
  }

  @Test
  void whatIsGivenBackCanBeTakenAtOnceAndLeavesNothing() {
    // Given
    registry.claim(run);
    registry.catalogue.facts.clear();
    // When
    registry.on(givenBack(run, "the worker stops", false));
    // Then
    assertThat(state()).isEqualTo(new State.Pending(1, registry.clock.instant(), ""));
    assertThat(registry.released()).isEqualTo(Registry.leftovers(task, run));
    assertThat(registry.facts(ImportRequested.class))
        .containsExactly(new ImportRequested(task.imageId(), task.id(), "demo", 1));
  }

  @Test
  void aTryThatCameToNothingSaysWhyWhileTheNextOneWaits() {
    // Given
    registry.claim(run);
    // When
    registry.on(givenBack(run, "the store is\naway", true));
    // Then
    assertThat(state())
        .isEqualTo(new State.Pending(2, registry.clock.instant(), "the store is away"));
    assertThat(TaskLog.message(state())).isEqualTo("Attempt 2 follows: the store is away");
    assertThat(registry.facts(ImportGivenUp.class)).isEmpty();
  }

  @Test
  void tooManyTriesEndTheTaskWithTheLastCause() {
    // Given
    registry.claim(run);
    registry.expire(task);
    registry.claim(UUID.randomUUID());
    registry.expire(task);
    registry.clock.advance(Duration.ofMinutes(5));
    UUID last = UUID.randomUUID();
    registry.claim(last);
    // When
    registry.on(givenBack(last, "the store is away", true));
    // Then
    assertThat(image().status()).isInstanceOf(ImageStatus.Queued.class);
    assertThat(state())
        .isEqualTo(
            new State.Failed(
                3, "The import was given up after 3 attempts. The last one: the store is away"));
    assertThat(registry.facts(ImportGivenUp.class))
        .containsExactly(
            new ImportGivenUp(task.imageId(), task.id(), "demo", 3, "the store is away"));
    assertThat(registry.released()).contains(staged).containsAll(Registry.leftovers(task, last));
  }

  @Test
  void aRefusedImageIsNobodysWork() {
    // Given
    registry.claim(run);
    // When
    registry.on(new Failed(task.imageId(), task.id(), run, "it has a backing file"));
    // Then
    assertThat(registry.facts(ImportGivenUp.class)).isEmpty();
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-004")
  void aWorkerThatDiesOverADeletedImageLeavesNothing() {
    // Given
    registry.claim(run);
    delete();
    registry.catalogue.facts.clear();
    // When
    registry.expire(task);
    // Then
    assertThat(state()).isEqualTo(new State.Failed(1, "The image was deleted."));
    assertThat(registry.released()).isEqualTo(Registry.leftovers(task, run));
  }

  @Test
  void whatComesBackOfADeletedImageLeavesNothingInTheEnd() {
    // Given
    registry.claim(run);
    delete();
    registry.on(givenBack(run, "the worker stops", false));
    // When
    registry.expire(task);
    // Then
    assertThat(state()).isInstanceOf(State.Failed.class);
    assertThat(registry.released()).contains(staged).containsAll(Registry.leftovers(task, run));
  }
}
