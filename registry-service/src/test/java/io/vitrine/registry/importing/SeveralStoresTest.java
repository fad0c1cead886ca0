package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.Blob;
import io.vitrine.events.ImageFact.ImageActivated;
import io.vitrine.events.ImportRun.Completed;
import io.vitrine.events.ImportRun.Failed;
import io.vitrine.events.ImportRun.StoreCopied;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.Copying;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageStatus;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.Precondition;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportTask.State;
import io.vitrine.registry.quota.Limits;
import io.vitrine.registry.quota.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports to several stores at once. */
class SeveralStoresTest {
  private final Registry registry = new Registry();
  private final UUID run = UUID.randomUUID();

  private ImportTask importing(boolean allMustSucceed) {
    return registry.importing(Registry.to(allMustSucceed, "cold", "other", "primary"));
  }

  private static Completed completed(ImportTask task, UUID run, String store) {
    Blob blob = new Blob(store, task.targetKey(run), 7, "md5", "sha512", "sha", "qcow2", 70L);
    return new Completed(task.imageId(), task.id(), run, blob);
  }

  private static StoreCopied copied(ImportTask task, UUID run, String store) {
    return new StoreCopied(task.imageId(), task.id(), run, store, task.targetKey(run), "sha");
  }

  private static Failed failed(ImportTask task, UUID run) {
    return new Failed(task.imageId(), task.id(), run, "full");
  }

  private static Location at(String store, ImportTask task, UUID run) {
    return new Location(store, task.targetKey(run));
  }

  private static Location staged(ImportTask task) {
    return ((ImportSource.StagedBytes) task.source()).data().first();
  }

  private Image image(ImportTask task) {
    return registry.image(task.imageId());
  }

  private State state(ImportTask task) {
    return registry.task(task).state();
  }

  private static ImportTask.Progress done(Image image) {
    long size = image.data().orElseThrow().size();
    return new ImportTask.Progress("", size, size);
  }

  private static List<String> stores(Optional<StoredData> data) {
    return data.map(StoredData::locations).orElse(List.of()).stream().map(Location::store).toList();
  }

  @Test
  void theImageTellsWhereItIsOnItsWay() {
    ImportTask task = importing(true);

    assertThat(image(task).copying())
        .isEqualTo(new Copying(task.id(), List.of("cold", "other", "primary"), List.of()));
    assertThat(registry.claim(run).targets())
        .containsExactly(at("cold", task, run), at("other", task, run), at("primary", task, run));
  }

  @Test
  void allStoresAreThoseThatTakeImages() {
    Wish all = new Wish(List.of(), true, true, Optional.empty(), Optional.empty());

    assertThat(registry.importing(all).destination().stores())
        .containsExactlyInAnyOrder("primary", "cold", "other");
  }

  @Test
  void aStoreIsNamedOnce() {
    assertThat(registry.importing(Registry.to(true, "cold", "cold")).destination().stores())
        .containsExactly("cold");
  }

  @Test
  void theFirstStoreDecidesTheFormat() {
    assertThat(registry.importing(Registry.to(true, "primary", "cold")).destination())
        .isEqualTo(new Destination(List.of("primary", "cold"), true, "raw"));
    assertThat(registry.importing(Registry.to(true, "cold", "primary")).destination())
        .isEqualTo(new Destination(List.of("cold", "primary"), true, null));
  }

  @Test
  void anUnknownStoreIsRefused() {
    assertThatThrownBy(() -> registry.importing(Registry.to(true, "cold", "nowhere")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.CONFLICT));
  }

  @Test
  void whereAllMustHaveItTheImageWaitsForTheLast() {
    // Given
    ImportTask task = importing(true);
    registry.claim(run);
    // When
    registry.on(completed(task, run, "cold"));
    registry.on(copied(task, run, "other"));
    // Then
    assertThat(image(task).status()).isInstanceOf(ImageStatus.Importing.class);
    assertThat(image(task).data()).isEmpty();
    assertThat(stores(image(task).landed())).containsExactly("cold", "other");
    assertThat(image(task).copying())
        .isEqualTo(new Copying(task.id(), List.of("primary"), List.of()));
    assertThat(registry.facts(ImageActivated.class)).isEmpty();
    assertThat(registry.released()).containsExactly(staged(task));
  }

  @Test
  void whereAllMustHaveItTheLastOneMakesItActive() {
    // Given
    ImportTask task = importing(true);
    registry.claim(run);
    registry.on(completed(task, run, "cold"));
    registry.on(copied(task, run, "other"));
    // When
    registry.on(copied(task, run, "primary"));
    // Then
    assertThat(image(task).status()).isInstanceOf(ImageStatus.Active.class);
    assertThat(stores(image(task).data())).containsExactly("cold", "other", "primary");
    assertThat(image(task).copying()).isEqualTo(new Copying(task.id(), List.of(), List.of()));
    assertThat(state(task)).isEqualTo(new State.Succeeded(1, done(image(task)), ""));
    assertThat(registry.facts(ImageActivated.class)).hasSize(1);
    assertThat(registry.released()).containsExactly(staged(task));
  }

  @Test
  void whereAllMustHaveItOneFailureTakesItBackFromAll() {
    // Given
    ImportTask task = importing(true);
    registry.claim(run);
    registry.on(completed(task, run, "cold"));
    registry.on(copied(task, run, "other"));
    // When
    registry.on(failed(task, run));
    // Then
    assertThat(image(task).status()).isEqualTo(new ImageStatus.Queued());
    assertThat(image(task).copying())
        .isEqualTo(new Copying(task.id(), List.of(), List.of("cold", "other", "primary")));
    assertThat(state(task)).isEqualTo(new State.Failed(1, "full"));
    assertThat(registry.released())
        .contains(staged(task))
        .containsAll(Registry.leftovers(task, run));
  }

  @Test
  void anotherRunCopiesWhatHasLandedToTheOthers() {
    // Given
    ImportTask task = importing(true);
    registry.claim(run);
    registry.on(completed(task, run, "cold"));
    registry.expire(task);
    UUID next = UUID.randomUUID();
    // When
    ClaimImport.Claim claim = registry.claim(next);
    // Then
    assertThat(stores(claim.image().landed())).containsExactly("cold");
    assertThat(claim.targets()).containsExactly(at("other", task, next), at("primary", task, next));
    assertThat(registry.released()).doesNotContain(at("cold", task, run));
    registry.on(copied(task, next, "primary"));
    registry.on(copied(task, next, "other"));
    assertThat(image(task).data().orElseThrow().locations())
        .containsExactly(at("cold", task, run), at("primary", task, next), at("other", task, next));
  }

  @Test
  void otherBytesAreNoCopyOfWhatHasLanded() {
    // Given
    ImportTask task = importing(true);
    registry.claim(run);
    registry.on(completed(task, run, "cold"));
    // When
    registry.on(
        new StoreCopied(
            task.imageId(), task.id(), run, "other", task.targetKey(run), "other bytes"));
    // Then
    assertThat(stores(image(task).landed())).containsExactly("cold");
    assertThat(registry.released()).contains(at("other", task, run));
  }

  @Test
  void aSecondResultIsNotTheImages() {
    // Given
    ImportTask task = importing(true);
    registry.claim(run);
    registry.on(completed(task, run, "cold"));
    // When
    registry.on(completed(task, run, "cold"));
    registry.on(completed(task, run, "other"));
    // Then
    assertThat(stores(image(task).landed())).containsExactly("cold");
    assertThat(registry.released()).containsExactly(staged(task), at("other", task, run));
  }

  @Test
  void aResultInAnotherStoreIsReleased() {
    // Given
    ImportTask task = registry.importing(Registry.to(true, "cold", "other"));
    registry.claim(run);
    // When
    registry.on(completed(task, run, "primary"));
    // Then
    assertThat(image(task).landed()).isEmpty();
    assertThat(registry.released()).containsExactly(at("primary", task, run));
  }

  @Test
  void aDeletedImageTakesWhatHasLandedWithIt() {
    // Given
    ImportTask task = importing(true);
    registry.claim(run);
    registry.on(completed(task, run, "cold"));
    registry.on(copied(task, run, "other"));
    // When
    registry
        .deletion
        .delete(Registry.MEMBER, task.imageId(), Precondition.NONE)
        .await()
        .indefinitely();
    // Then
    assertThat(registry.released()).contains(at("cold", task, run), at("other", task, run));
  }

  @Test
  void whereNotAllMustHaveItTheFirstOneMakesItActive() {
    // Given
    ImportTask task = importing(false);
    registry.claim(run);
    // When
    registry.on(completed(task, run, "cold"));
    // Then
    assertThat(image(task).status()).isInstanceOf(ImageStatus.Active.class);
    assertThat(stores(image(task).data())).containsExactly("cold");
    assertThat(image(task).copying())
        .isEqualTo(new Copying(task.id(), List.of("other", "primary"), List.of()));
    assertThat(state(task)).isInstanceOf(State.Running.class);
    assertThat(registry.released()).containsExactly(staged(task));
  }

  @Test
  void whereNotAllMustHaveItTheRestIsLeftOut() {
    // Given
    ImportTask task = importing(false);
    registry.claim(run);
    registry.on(completed(task, run, "cold"));
    registry.on(copied(task, run, "primary"));
    // When
    registry.on(failed(task, run));
    // Then
    assertThat(stores(image(task).data())).containsExactly("cold", "primary");
    assertThat(image(task).copying())
        .isEqualTo(new Copying(task.id(), List.of(), List.of("other")));
    assertThat(state(task)).isEqualTo(new State.Succeeded(1, done(image(task)), "full"));
    assertThat(registry.released())
        .contains(at("other", task, run))
        .doesNotContain(at("cold", task, run), at("primary", task, run));
  }

  @Test
  void anotherRunGoesOnWithTheRestOfAnActiveImage() {
    // Given
    ImportTask task = importing(false);
    registry.claim(run);
    registry.on(completed(task, run, "cold"));
    registry.expire(task);
    UUID next = UUID.randomUUID();
    // When
    ClaimImport.Claim claim = registry.claim(next);
    // Then
    assertThat(claim.targets()).containsExactly(at("other", task, next), at("primary", task, next));
    registry.on(copied(task, next, "other"));
    registry.on(copied(task, next, "primary"));
    assertThat(state(task)).isEqualTo(new State.Succeeded(2, done(image(task)), ""));
    assertThat(registry.facts(ImageActivated.class)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingInAnyStoreIsAFailure(boolean allMustSucceed) {
    // Given
    ImportTask task = importing(allMustSucceed);
    registry.claim(run);
    // When
    registry.on(failed(task, run));
    // Then
    assertThat(image(task).status()).isEqualTo(new ImageStatus.Queued());
    assertThat(image(task).copying())
        .isEqualTo(new Copying(task.id(), List.of(), List.of("cold", "other", "primary")));
    assertThat(state(task)).isEqualTo(new State.Failed(1, "full"));
  }

  @Test
  void everyCopyCountsBeforeItIsThere() {
    // Given
    Registry limited =
        new Registry(new Limits(Map.of(Resource.IMAGE_SIZE_TOTAL, 20L), Map.of()), Duration.ZERO);
    // Then
    assertThatThrownBy(() -> limited.importing(Registry.to(true, "cold", "other", "primary")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.TOO_LARGE));
    ImportTask task = limited.importing(Registry.to(true, "cold", "other"));
    assertThat(limited.image(task.imageId()).usage().bytes()).isEqualTo(14);
    assertThat(limited.claim(run).maxSize()).isEqualTo(7);
  }

  @Test
  void theRoomInOneStoreStaysAsItIsWhileCopiesLand() {
    // Given
    ImportTask task = importing(true);
    registry.claim(run);
    // When
    registry.on(completed(task, run, "cold"));
    // Then
    assertThat(image(task).room()).isEqualTo(7);
    assertThat(image(task).usage().bytes()).isEqualTo(21);
    registry.on(copied(task, run, "other"));
    registry.on(copied(task, run, "primary"));
    assertThat(image(task).usage().bytes()).isEqualTo(21);
  }
}
