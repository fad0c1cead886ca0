package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.Blob;
import io.vitrine.events.ImageFact.ImageImportFailed;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.events.ImportRun.Completed;
import io.vitrine.events.ImportRun.Failed;
import io.vitrine.events.ImportRun.Progressed;
import io.vitrine.problem.ProblemException;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.GrantUpload.Grant;
import io.vitrine.registry.image.GrantUpload.Purpose;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageStatus;
import io.vitrine.registry.image.Precondition;
import io.vitrine.registry.image.StoreDirectory.Entry;
import io.vitrine.registry.importing.ImportTask.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ImportTest {
  private final Registry registry = new Registry();
  private final ImportTask task = registry.importing(Optional.of("qcow2"));
  private final String stagedKey = ((ImportSource.StagedBytes) task.source()).data().first().key();
  private final UUID run = UUID.randomUUID();

  private ImportTask claim(UUID run, int attempt) {
    return registry.runs.claim(task.id(), run, attempt).await().indefinitely().task();
  }

  private Completed completed(UUID run) {
    Blob raw = new Blob("primary", task.targetKey(run), 70, "m", "sha512", "s", "raw", 70L);
    return new Completed(task.imageId(), task.id(), run, raw);
  }

  private Image image() {
    return registry.image(task.imageId());
  }

  private State state() {
    return registry.catalogue.tasks.get(task.id()).state();
  }

  private void expire() {
    registry.clock.advance(Registry.LEASE.plusSeconds(1));
    registry.runs.expire(registry.catalogue.tasks.get(task.id())).await().indefinitely();
  }

  @Test
  void endsActiveWithWhatTheWorkerStored() {
    // Given
    claim(run, 1);
    // When
    registry.runs.on(completed(run)).await().indefinitely();
    // Then
    assertThat(image().status()).isInstanceOf(ImageStatus.Active.class);
    assertThat(image().attributes().diskFormat()).isEqualTo("raw");
    assertThat(image().data().orElseThrow().size()).isEqualTo(70);
    assertThat(state()).isInstanceOf(State.Succeeded.class);
    assertThat(registry.releasedKeys()).containsExactly(stagedKey);
  }

  @Test
  void keepsTheStagedBytesWhereTheyAreTheResult() {
    // Given
    claim(run, 1);
    // When
    registry
        .runs
        .on(new Completed(task.imageId(), task.id(), run, Registry.blob(stagedKey)))
        .await()
        .indefinitely();
    // Then
    assertThat(image().data().orElseThrow().first().key()).isEqualTo(stagedKey);
    assertThat(registry.releasedKeys()).isEmpty();
  }

  @Test
  void aResultThatComesTwiceChangesNothing() {
    // Given
    claim(run, 1);
    registry.runs.on(completed(run)).await().indefinitely();
    Image once = image();
    // When
    registry.runs.on(completed(run)).await().indefinitely();
    // Then
    assertThat(image()).isEqualTo(once);
    assertThat(registry.releasedKeys()).containsExactly(stagedKey);
  }

  @Test
  void convertsToTheFormatOfTheRequestElseOfTheStore() {
    assertThat(task.outputFormat()).isEqualTo("qcow2");
    assertThat(registry.importing(Optional.empty()).outputFormat()).isEqualTo("raw");
  }

  @Test
  void aFormatThatNoWorkerWritesStopsTheStart() {
    assertThatThrownBy(() ->
            new ImportRules(
                Map.of("primary", "floppy"),
                Registry.LEASE,
                Registry.OFFER_AGAIN,
                3,
                Registry.TASKS_LIVE))
        .hasMessageContaining("floppy");
  }

  @Test
  void aWorkerIsToldWhatIsAroundTheDisk() {
    RunImport.Claim claim = registry.runs.claim(task.id(), run, 1).await().indefinitely();

    assertThat(claim.image().attributes().containerFormat()).isEqualTo("bare");
  }

  @Test
  void oneRunHoldsATask() {
    claim(run, 1);

    assertThatThrownBy(() -> claim(UUID.randomUUID(), 1)).isInstanceOf(ProblemException.class);
  }

  @Test
  void aReasonIsPlainTextOfSomeLength() {
    // Given
    claim(run, 1);
    String hostile = "a\0b\r\nc\ud83d" + "\ud83d\ude00".repeat(5_000);
    // When
    registry.runs.on(new Failed(task.imageId(), task.id(), run, hostile)).await().indefinitely();
    // Then
    assertThat(((State.Failed) state()).message())
        .isEqualTo("a b  c " + "\ud83d\ude00".repeat(993));
  }

  @Test
  void aRunThatMissedTheAnswerAsksAgain() {
    // Given
    claim(run, 1);
    registry.clock.advance(Duration.ofSeconds(1));
    // When
    ImportTask again = claim(run, 1);
    // Then
    assertThat(again.state())
        .isInstanceOfSatisfying(
            State.Running.class,
            running -> {
              assertThat(running.runId()).isEqualTo(run);
              assertThat(running.leaseExpiresAt())
                  .isEqualTo(registry.clock.instant().plus(Registry.LEASE));
            });
    assertThat(state()).isEqualTo(again.state());
    assertThatThrownBy(() -> claim(run, 2)).isInstanceOf(ProblemException.class);
  }

  @Test
  void aDeadWorkerIsReplaced() {
    // Given
    claim(run, 1);
    // When
    expire();
    // Then
    assertThat(state()).isInstanceOf(State.Pending.class);
    assertThat(state().attempt()).isEqualTo(2);
    assertThat(registry.catalogue.facts)
        .contains(new ImportRequested(task.imageId(), task.id(), "demo", 2));
    assertThat(registry.releasedKeys()).containsExactly(task.targetKey(run));
    UUID next = UUID.randomUUID();
    claim(next, 2);
    registry.runs.on(completed(next)).await().indefinitely();
    assertThat(image().status()).isInstanceOf(ImageStatus.Active.class);
  }

  @Test
  void theSecondDeathMakesTheNextRunWait() {
    // Given
    claim(run, 1);
    expire();
    claim(UUID.randomUUID(), 2);
    // When
    expire();
    // Then
    ImportRequested third = new ImportRequested(task.imageId(), task.id(), "demo", 3);
    assertThat(registry.catalogue.facts).doesNotContain(third);
    expire();
    assertThat(registry.catalogue.facts).contains(third);
  }

  @Test
  void aTaskThatNobodyTakesIsOfferedAgain() {
    // Given
    registry.clock.advance(Registry.OFFER_AGAIN.plusSeconds(1));
    // When
    registry.runs.expire(task).await().indefinitely();
    registry.runs.expire(task).await().indefinitely();
    // Then
    assertThat(registry.catalogue.facts)
        .filteredOn(ImportRequested.class::isInstance)
        .hasSize(2)
        .containsOnly(new ImportRequested(task.imageId(), task.id(), "demo", 1));
    claim(run, 1);
  }

  @Test
  void aWaitingTaskOfADeletedImageEnds() {
    // Given
    registry
        .deletion
        .delete(Registry.MEMBER, task.imageId(), Precondition.NONE)
        .await()
        .indefinitely();
    // When
    registry.runs.expire(task).await().indefinitely();
    // Then
    assertThat(state()).isInstanceOf(State.Failed.class);
  }

  @Test
  void aRunThatLostItsLeaseIsFenced() {
    // Given
    claim(run, 1);
    expire();
    claim(UUID.randomUUID(), 2);
    // When
    registry.runs.on(completed(run)).await().indefinitely();
    registry.runs.on(new Failed(task.imageId(), task.id(), run, "too late")).await().indefinitely();
    // Then
    assertThat(image().status()).isInstanceOf(ImageStatus.Importing.class);
    assertThat(registry.releasedKeys()).containsExactly(task.targetKey(run), task.targetKey(run));
  }

  @Test
  void progressKeepsTheLeaseAndIsShown() {
    // Given
    claim(run, 1);
    registry.clock.advance(Registry.LEASE.minusSeconds(1));
    registry
        .runs
        .on(new Progressed(task.imageId(), task.id(), run, "convert", 10, 70))
        .await()
        .indefinitely();
    registry.clock.advance(Duration.ofSeconds(2));
    // When
    registry.runs.expire(registry.catalogue.tasks.get(task.id())).await().indefinitely();
    // Then
    assertThat(state())
        .isInstanceOfSatisfying(
            State.Running.class,
            running ->
                assertThat(running.progress())
                    .isEqualTo(new ImportTask.Progress("convert", 10, 70)));
  }

  @Test
  void aRefusedImageIsQueuedAgainAndSaysWhy() {
    // Given
    claim(run, 1);
    // When
    registry
        .runs
        .on(new Failed(task.imageId(), task.id(), run, "it has a backing file"))
        .await()
        .indefinitely();
    // Then
    assertThat(image().status()).isInstanceOf(ImageStatus.Queued.class);
    assertThat(state()).isEqualTo(new State.Failed(1, "it has a backing file"));
    assertThat(registry.catalogue.facts).hasAtLeastOneElementOfType(ImageImportFailed.class);
    assertThat(registry.releasedKeys()).containsExactly(stagedKey, task.targetKey(run));
  }

  @Test
  void tooManyDeadWorkersEndTheTask() {
    for (int attempt = 1; attempt <= 3; attempt++) {
      claim(UUID.randomUUID(), attempt);
      expire();
    }

    assertThat(image().status()).isInstanceOf(ImageStatus.Queued.class);
    assertThat(state())
        .isInstanceOfSatisfying(
            State.Failed.class, failed -> assertThat(failed.message()).contains("3 workers"));
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-004")
  void aWorkerThatDiesOverADeletedImageLeavesNothing() {
    // Given
    claim(run, 1);
    registry
        .deletion
        .delete(Registry.MEMBER, task.imageId(), Precondition.NONE)
        .await()
        .indefinitely();
    // When
    expire();
    // Then
    assertThat(state()).isInstanceOf(State.Failed.class);
    assertThat(registry.releasedKeys()).containsExactly(stagedKey, task.targetKey(run));
  }

  @Test
  void onlyAStagedImageCanBeImported() {
    Image queued = registry.queued();

    assertThatThrownBy(() ->
            registry
                .imports
                .request(
                    Registry.MEMBER,
                    queued.id(),
                    new RequestImport.Request(Optional.empty(), List.of()),
                    "req")
                .await()
                .indefinitely())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("queued");
  }

  @Test
  void goesToNoStoreThatHasBecomeReadOnly() {
    // Given
    Grant staging = registry.granted(registry.queued().id(), Purpose.STAGE);
    registry.uploads.on(registry.stored(staging)).await().indefinitely();
    registry.stores.replace(
        List.of(
            Entry.plain("other", true),
            new Entry("primary", Optional.empty(), false, 0, true, false, 8 << 20)));

    // Then
    assertThatThrownBy(() ->
            registry
                .imports
                .request(
                    Registry.MEMBER,
                    staging.image().id(),
                    new RequestImport.Request(Optional.empty(), List.of()),
                    "req")
                .await()
                .indefinitely())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("read-only");
  }

  @Test
  void isForgottenSomeTimeAfterItsEnd() {
    // Given
    claim(run, 1);
    registry.runs.on(completed(run)).await().indefinitely();
    registry.clock.advance(Registry.TASKS_LIVE);
    assertThat(registry.forget.forget(10).await().indefinitely()).isZero();
    // When
    registry.clock.advance(Duration.ofSeconds(1));
    // Then
    assertThat(registry.forget.forget(10).await().indefinitely()).isEqualTo(1);
    assertThat(registry.catalogue.tasks).isEmpty();
  }

  @Test
  void isRememberedWhileItWaits() {
    registry.clock.advance(Registry.TASKS_LIVE.multipliedBy(2));

    assertThat(registry.forget.forget(10).await().indefinitely()).isZero();
  }
}
