package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.Blob;
import io.vitrine.events.ImageFact.ImageImportFailed;
import io.vitrine.events.ImportRun.Completed;
import io.vitrine.events.ImportRun.Failed;
import io.vitrine.problem.ProblemException;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.GrantUpload.Grant;
import io.vitrine.registry.image.GrantUpload.Purpose;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageStatus;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.StoreDirectory.Entry;
import io.vitrine.registry.importing.ImportTask.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImportTest {
  private final Registry registry = new Registry();
  private final ImportTask task = registry.importing(Optional.of("qcow2"));
  private final String stagedKey = ((ImportSource.StagedBytes) task.source()).data().first().key();
  private final UUID run = UUID.randomUUID();

  private ClaimImport.Claim claim(UUID run) {
    return registry.claim(run);
  }

  private Completed completed(UUID run) {
    Blob raw = new Blob("primary", task.targetKey(run), 70, "m", "sha512", "s", "raw", 70L);
    return new Completed(task.imageId(), task.id(), run, raw);
  }

  private Image image() {
    return registry.image(task.imageId());
  }

  private State state() {
    return registry.task(task).state();
  }

  @Test
  void endsActiveWithWhatTheWorkerStored() {
    // Given
    claim(run);
    // When
    registry.on(completed(run));
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
    claim(run);
    // When
    registry.on(new Completed(task.imageId(), task.id(), run, Registry.blob(stagedKey)));
    // Then
    assertThat(image().data().orElseThrow().first().key()).isEqualTo(stagedKey);
    assertThat(registry.releasedKeys()).isEmpty();
  }

  @Test
  void aResultThatComesTwiceChangesNothing() {
    // Given
    claim(run);
    registry.on(completed(run));
    Image once = image();
    // When
    registry.on(completed(run));
    // Then
    assertThat(image()).isEqualTo(once);
    assertThat(registry.releasedKeys()).containsExactly(stagedKey);
  }

  @Test
  void convertsToTheFormatOfTheRequestElseOfTheStore() {
    assertThat(task.destination().outputFormat()).isEqualTo("qcow2");
    assertThat(registry.importing(Optional.empty()).destination().outputFormat()).isEqualTo("raw");
  }

  @Test
  void aFormatThatNoWorkerWritesStopsTheStart() {
    assertThatThrownBy(() -> new ImportRules.Formats(Map.of("primary", "floppy"), Map.of()))
        .hasMessageContaining("floppy");
    assertThatThrownBy(() -> new ImportRules.Formats(Map.of(), Map.of("qcow2", "floppy")))
        .hasMessageContaining("floppy");
  }

  @Test
  void aWorkerIsToldWhatIsAroundTheDisk() {
    ClaimImport.Claim claim = registry.claim(run);

    assertThat(claim.image().attributes().containerFormat()).isEqualTo("bare");
  }

  @Test
  void aReasonIsPlainTextOfSomeLength() {
    // Given
    claim(run);
    String hostile = "a\0b\r\nc\ud83d" + "\ud83d\ude00".repeat(5_000);
    // When
    registry.on(new Failed(task.imageId(), task.id(), run, hostile));
    // Then
    assertThat(((State.Failed) state()).message())
        .isEqualTo("a b  c " + "\ud83d\ude00".repeat(993));
  }

  @Test
  void aRefusedImageIsQueuedAgainAndSaysWhy() {
    // Given
    claim(run);
    // When
    registry.on(new Failed(task.imageId(), task.id(), run, "it has a backing file"));
    // Then
    assertThat(image().status()).isInstanceOf(ImageStatus.Queued.class);
    assertThat(state()).isEqualTo(new State.Failed(1, "it has a backing file"));
    assertThat(registry.catalogue.facts).hasAtLeastOneElementOfType(ImageImportFailed.class);
    assertThat(registry.released())
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.of(new Location("primary", stagedKey)),
                    Registry.leftovers(task, run).stream())
                .toList());
  }

  @Test
  void onlyAStagedImageCanBeImported() {
    Image queued = registry.queued();

    assertThatThrownBy(() ->
            registry
                .imports
                .request(Registry.MEMBER, queued.id(), Wish.PLAIN, "req")
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
                .request(Registry.MEMBER, staging.image().id(), Wish.PLAIN, "req")
                .await()
                .indefinitely())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("read-only");
  }

  @Test
  void isForgottenSomeTimeAfterItsEnd() {
    // Given
    claim(run);
    registry.on(completed(run));
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
