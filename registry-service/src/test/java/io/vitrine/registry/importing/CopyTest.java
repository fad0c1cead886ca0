package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.Blob;
import io.vitrine.events.ImageFact.ImageUpdated;
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
import io.vitrine.registry.image.Precondition;
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

class CopyTest {
  private final Registry registry = new Registry(Limits.NONE, Duration.ofDays(1));
  private final Image original = registry.active();
  private final Location first = original.data().orElseThrow().first();
  private final UUID run = UUID.randomUUID();

  private Optional<ImportTask> request(Caller caller, Wish wish) {
    return registry.copies.request(caller, original.id(), wish, "req-1").await().indefinitely();
  }

  private ImportTask requested(boolean allMustSucceed, String... stores) {
    return request(Registry.ADMIN, Registry.to(allMustSucceed, stores)).orElseThrow();
  }

  private StoreCopied copied(ImportTask task, UUID run, String store) {
    return new StoreCopied(
        original.id(),
        task.id(),
        run,
        store,
        task.targetKey(run),
        original.data().orElseThrow().osHashValue());
  }

  private Image image() {
    return registry.image(original.id());
  }

  private Copying copying() {
    Copying copying = image().copying();
    assertThat(copying).isNotNull();
    return copying;
  }

  private State state(ImportTask task) {
    return registry.catalogue.tasks.get(task.id()).state();
  }

  private static ImportTask.Progress done(Image image) {
    long size = image.data().orElseThrow().size();
    return new ImportTask.Progress("", size, size);
  }

  private List<String> stores() {
    return image().data().orElseThrow().locations().stream().map(Location::store).toList();
  }

  private void refuses(Caller caller, Wish wish, ProblemKind kind) {
    assertThatThrownBy(() -> request(caller, wish))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().kind()).isEqualTo(kind));
  }

  private static Wish to(String... stores) {
    return Registry.to(true, stores);
  }

  @Test
  void theImageStaysActiveWhileItIsCopied() {
    ImportTask task = requested(true, "cold", "other");

    assertThat(image().status()).isEqualTo(original.status());
    assertThat(copying()).isEqualTo(new Copying(task.id(), List.of("cold", "other"), List.of()));
    assertThat(task.type()).isEqualTo("api_image_import");
    assertThat(registry.catalogue.facts)
        .hasAtLeastOneElementOfType(ImageUpdated.class)
        .contains(new ImportRequested(original.id(), task.id(), "ops", 1));
  }

  @Test
  void itsRunIsToldWhereTheBytesAreAndWhereTheyGo() {
    ImportTask task = requested(true, "cold", "other");

    ClaimImport.Claim claim = registry.claim(run);

    assertThat(claim.image().data()).isEqualTo(original.data());
    assertThat(claim.targets())
        .containsExactly(
            new Location("cold", task.targetKey(run)), new Location("other", task.targetKey(run)));
    assertThat(claim.maxSize()).isEqualTo(7);
  }

  @Test
  void eachStoreCountsAsSoonAsItHasTheBytes() {
    // Given
    ImportTask task = requested(true, "cold", "other");
    registry.claim(run);
    // When
    registry.on(copied(task, run, "cold"));
    // Then
    assertThat(stores()).containsExactly("primary", "cold");
    assertThat(copying().pending()).containsExactly("other");
    assertThat(state(task)).isInstanceOf(State.Running.class);
    assertThat(registry.catalogue.facts.getLast())
        .isInstanceOfSatisfying(
            ImageUpdated.class,
            fact -> assertThat(fact.image().stores()).containsExactly("primary", "cold"));
  }

  @Test
  void endsWithTheLastStore() {
    // Given
    ImportTask task = requested(true, "cold", "other");
    registry.claim(run);
    // When
    registry.on(copied(task, run, "cold"));
    registry.on(copied(task, run, "other"));
    // Then
    assertThat(stores()).containsExactly("primary", "cold", "other");
    assertThat(copying()).isEqualTo(new Copying(task.id(), List.of(), List.of()));
    assertThat(state(task)).isInstanceOf(State.Succeeded.class);
    assertThat(registry.released()).isEmpty();
  }

  @Test
  void aReportThatComesTwiceChangesNothing() {
    // Given
    ImportTask task = requested(true, "cold", "other");
    registry.claim(run);
    registry.on(copied(task, run, "cold"));
    Image once = image();
    // When
    registry.on(copied(task, run, "cold"));
    // Then
    assertThat(image()).isEqualTo(once);
    assertThat(registry.released()).isEmpty();
  }

  @Test
  void aReportAfterTheCopyWasRemovedDoesNotBringItBack() {
    // Given
    ImportTask task = requested(true, "cold", "other");
    registry.claim(run);
    registry.on(copied(task, run, "cold"));
    registry.removal.remove(Registry.ADMIN, original.id(), "cold").await().indefinitely();
    // When
    registry.on(copied(task, run, "cold"));
    // Then
    assertThat(stores()).containsExactly("primary");
  }

  @Test
  void otherBytesAreNoCopy() {
    // Given
    ImportTask task = requested(true, "cold");
    registry.claim(run);
    // When
    registry.on(
        new StoreCopied(original.id(), task.id(), run, "cold", task.targetKey(run), "other"));
    // Then
    assertThat(stores()).containsExactly("primary");
    assertThat(registry.released()).containsExactly(new Location("cold", task.targetKey(run)));
  }

  @Test
  void aResultOfAnImportIsNoCopy() {
    // Given
    ImportTask task = requested(true, "cold");
    registry.claim(run);
    Blob blob = Registry.blob(task.targetKey(run));
    // When
    registry.on(new Completed(original.id(), task.id(), run, blob));
    // Then
    assertThat(image().data()).isEqualTo(original.data());
    assertThat(state(task)).isInstanceOf(State.Running.class);
  }

  @Test
  void anotherRunDoesWhatIsLeft() {
    // Given
    ImportTask task = requested(true, "cold", "other");
    registry.claim(run);
    registry.on(copied(task, run, "cold"));
    registry.expire(task);
    // When
    UUID next = UUID.randomUUID();
    ClaimImport.Claim claim = registry.claim(next);
    // Then
    assertThat(claim.targets()).containsExactly(new Location("other", task.targetKey(next)));
    assertThat(registry.released()).containsExactly(new Location("other", task.targetKey(run)));
  }

  @Test
  void theCopyOfARunThatLostItsLeaseIsReleased() {
    // Given
    ImportTask task = requested(true, "cold");
    registry.claim(run);
    registry.expire(task);
    registry.claim(UUID.randomUUID());
    // When
    registry.on(copied(task, run, "cold"));
    // Then
    assertThat(stores()).containsExactly("primary");
    assertThat(registry.released())
        .containsExactly(
            new Location("cold", task.targetKey(run)), new Location("cold", task.targetKey(run)));
  }

  @Test
  void oneFailureTakesAllBackWhereAllMustSucceed() {
    // Given
    ImportTask task = requested(true, "cold", "other");
    registry.claim(run);
    registry.on(copied(task, run, "cold"));
    // When
    registry.on(new Failed(original.id(), task.id(), run, "full"));
    // Then
    assertThat(image().status()).isEqualTo(original.status());
    assertThat(copying()).isEqualTo(new Copying(task.id(), List.of(), List.of("cold", "other")));
    assertThat(state(task)).isEqualTo(new State.Failed(1, "full"));
    assertThat(registry.released())
        .contains(
            new Location("cold", task.targetKey(run)), new Location("other", task.targetKey(run)))
        .doesNotContain(first);
  }

  @Test
  void theLastCopyIsNeverTakenBack() {
    // Given
    ImportTask task = requested(true, "cold", "other");
    registry.claim(run);
    registry.on(copied(task, run, "cold"));
    registry.removal.remove(Registry.ADMIN, original.id(), "primary").await().indefinitely();
    // When
    registry.on(new Failed(original.id(), task.id(), run, "full"));
    // Then
    assertThat(stores()).containsExactly("cold");
    assertThat(registry.released()).doesNotContain(new Location("cold", task.targetKey(run)));
  }

  @Test
  void whatHasArrivedStaysWhereNotAllMustSucceed() {
    // Given
    ImportTask task = requested(false, "cold", "other");
    registry.claim(run);
    registry.on(copied(task, run, "cold"));
    // When
    registry.on(new Failed(original.id(), task.id(), run, "full"));
    // Then
    assertThat(stores()).containsExactly("primary", "cold");
    assertThat(copying()).isEqualTo(new Copying(task.id(), List.of(), List.of("other")));
    assertThat(state(task)).isEqualTo(new State.Succeeded(1, done(image()), "full"));
    assertThat(registry.released()).containsExactly(new Location("other", task.targetKey(run)));
  }

  @Test
  void goesOnWhileTheImageIsDeactivated() {
    // Given
    ImportTask task = requested(true, "cold");
    registry.claim(run);
    registry
        .deactivate
        .deactivate(Registry.ADMIN, original.id(), Precondition.NONE)
        .await()
        .indefinitely();
    // When
    registry.on(copied(task, run, "cold"));
    // Then
    assertThat(image().status()).isInstanceOf(ImageStatus.Deactivated.class);
    assertThat(stores()).containsExactly("primary", "cold");
  }

  @Test
  void endsWithTheImage() {
    // Given
    ImportTask task = requested(true, "cold", "other");
    registry.claim(run);
    registry.on(copied(task, run, "cold"));
    registry
        .deletion
        .delete(Registry.ADMIN, original.id(), Precondition.NONE)
        .await()
        .indefinitely();
    // When
    registry.on(copied(task, run, "other"));
    registry.expire(task);
    // Then
    assertThat(state(task)).isInstanceOf(State.Failed.class);
    assertThat(registry.released()).containsOnly(new Location("other", task.targetKey(run)));
  }

  @Test
  void anImageThatComesBackIsNotBeingCopied() {
    // Given
    ImportTask task = requested(true, "cold");
    registry
        .deletion
        .delete(Registry.ADMIN, original.id(), Precondition.NONE)
        .await()
        .indefinitely();
    // When
    registry.deletion.restore(Registry.ADMIN, original.id()).await().indefinitely();
    // Then
    assertThat(copying()).isEqualTo(new Copying(task.id(), List.of(), List.of("cold")));
    assertThat(image().task()).isEmpty();
  }

  @Test
  void isForAdministrators() {
    refuses(Registry.MEMBER, to("cold"), ProblemKind.FORBIDDEN);
    refuses(Registry.STRANGER, to("cold"), ProblemKind.NOT_FOUND);
  }

  @Test
  void needsStoresThatDoNotHaveTheImage() {
    refuses(Registry.ADMIN, to("nowhere"), ProblemKind.CONFLICT);
    refuses(Registry.ADMIN, to("cold", "primary"), ProblemKind.BAD_REQUEST);
    refuses(Registry.ADMIN, to(), ProblemKind.BAD_REQUEST);
  }

  @Test
  void oneTaskWorksOnAnImage() {
    requested(true, "cold");

    refuses(Registry.ADMIN, to("other"), ProblemKind.CONFLICT);
  }

  @Test
  void needsAnActiveImage() {
    registry
        .deactivate
        .deactivate(Registry.ADMIN, original.id(), Precondition.NONE)
        .await()
        .indefinitely();

    refuses(Registry.ADMIN, to("cold"), ProblemKind.CONFLICT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allStoresAreThoseWithoutTheImage(boolean allMustSucceed) {
    Wish all = new Wish(List.of(), true, allMustSucceed, Optional.empty(), Optional.empty());
    ImportTask task = request(Registry.ADMIN, all).orElseThrow();
    assertThat(task.destination().stores()).containsExactly("cold", "other");
    registry.claim(run);
    registry.on(copied(task, run, "cold"));
    registry.on(copied(task, run, "other"));

    assertThat(request(Registry.ADMIN, all)).isEmpty();
  }

  @Test
  void everyCopyCountsForTheOwnerBeforeItIsThere() {
    // Given
    long room = 3L << 20;
    Registry limited =
        new Registry(new Limits(Map.of(Resource.IMAGE_SIZE_TOTAL, room), Map.of()), Duration.ZERO);
    Image image = limited.active(room / 2);
    // When
    limited.copies.request(Registry.ADMIN, image.id(), to("cold"), "req-1").await().indefinitely();
    // Then
    assertThat(limited.image(image.id()).usage().bytes()).isEqualTo(room);
    assertThat(limited.image(image.id()).usage().uploads()).isEqualTo(1);
    Image small = limited.queued();
    assertThatThrownBy(() -> limited.active(1))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.TOO_LARGE));
    assertThat(small.data()).isEmpty();
  }
}
