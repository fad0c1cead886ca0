package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.Blob;
import io.vitrine.events.ImportRun.Completed;
import io.vitrine.events.ImportRun.GivenBack;
import io.vitrine.events.ImportRun.Staged;
import io.vitrine.events.ImportRun.StoreCopied;
import io.vitrine.events.ImportRun.Unpacked;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.Copying;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageStatus;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.importing.ImportTask.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An import goes on with another store than one that fails, where it can do without that one. */
class AnotherStoreTest {
  private static final List<String> STORES = List.of("cold", "other", "primary");

  private final Registry registry = new Registry();
  private final UUID run = UUID.randomUUID();
  private final UUID next = UUID.randomUUID();

  private ImportTask fetching(boolean allMustSucceed, String... stores) {
    ImportTask task =
        registry
            .fetches
            .fromWeb(
                Registry.MEMBER,
                registry.queued().id(),
                () -> "http://mirror.example/a",
                Registry.to(allMustSucceed, stores),
                "req-1")
            .await()
            .indefinitely();
    registry.claim(run);
    return task;
  }

  private ImportTask fetching(boolean allMustSucceed) {
    return fetching(allMustSucceed, "cold", "other", "primary");
  }

  private static Location fetchedIn(String store, ImportTask task, UUID run) {
    return new Location(store, task.targetKey(run) + "-fetched");
  }

  private static Blob blob(Location where) {
    return new Blob(where.store(), where.key(), 7, "md5", "sha512", "sha", "qcow2", 70L);
  }

  private static Staged fetched(ImportTask task, UUID run, Location where) {
    Unpacked contents = new Unpacked("bare", "vmdk", 0, 0, Map.of("os_type", "linux"));
    return new Staged(task.imageId(), task.id(), run, blob(where), contents);
  }

  private static GivenBack failedBy(@Nullable String store, ImportTask task, UUID run) {
    return new GivenBack(task.imageId(), task.id(), run, "A store does not answer.", true, store);
  }

  private Image image(ImportTask task) {
    return registry.image(task.imageId());
  }

  private List<String> pending(ImportTask task) {
    Copying copying = image(task).copying();
    return copying == null ? List.of() : copying.pending();
  }

  @Test
  void theStoreThatFailsComesLast() {
    // Given
    ImportTask task = fetching(false);
    // When
    registry.on(failedBy("cold", task, run));
    // Then
    ClaimImport.Claim claim = registry.claim(next);
    assertThat(claim.targets())
        .extracting(Location::store)
        .containsExactly("other", "primary", "cold");
    assertThat(claim.stages())
        .containsExactly(
            fetchedIn("other", task, next),
            new Location("other", task.targetKey(next) + "-unpacked"));
    assertThat(claim.task().state().attempt()).isEqualTo(2);
  }

  @Test
  void whatWasFetchedIntoItIsFetchedAgain() {
    // Given
    ImportTask task = fetching(false);
    Location lost = fetchedIn("cold", task, run);
    registry.on(fetched(task, run, lost));
    // When
    registry.on(failedBy("cold", task, run));
    // Then
    ClaimImport.Claim claim = registry.claim(next);
    assertThat(claim.image().staged()).isEmpty();
    assertThat(claim.image().objects()).isEmpty();
    assertThat(claim.task().found()).as("what is known of lost bytes").isNull();
    assertThat(registry.released()).contains(lost);
    registry.on(fetched(task, next, fetchedIn("other", task, next)));
    assertThat(image(task).objects()).containsExactly(fetchedIn("other", task, next));
  }

  @Test
  void whatWasFetchedIntoAnotherIsKept() {
    // Given
    ImportTask task = fetching(false);
    Location kept = fetchedIn("cold", task, run);
    registry.on(fetched(task, run, kept));
    // When
    registry.on(failedBy("other", task, run));
    // Then
    assertThat(image(task).objects()).containsExactly(kept);
    assertThat(registry.task(task).found()).isNotNull();
    assertThat(pending(task)).containsExactly("cold", "primary", "other");
    assertThat(registry.released()).doesNotContain(kept);
  }

  @Test
  void whatWasUploadedIsKept() {
    // Given
    ImportTask task = registry.importing(Registry.to(false, "primary", "cold"));
    registry.claim(run);
    List<Location> uploaded = image(task).objects();
    // When
    registry.on(failedBy("primary", task, run));
    // Then
    assertThat(image(task).objects()).isEqualTo(uploaded).isNotEmpty();
    assertThat(pending(task)).containsExactly("cold", "primary");
  }

  @Test
  void aStoreThatStaysAwayIsNamedInTheEndAndTheOthersHaveTheImage() {
    // Given
    ImportTask task = fetching(false);
    registry.on(failedBy("cold", task, run));
    registry.claim(next);
    Blob landed = blob(new Location("other", task.targetKey(next)));
    registry.on(new Completed(task.imageId(), task.id(), next, landed));
    registry.on(
        new StoreCopied(task.imageId(), task.id(), next, "primary", task.targetKey(next), "sha"));
    registry.on(failedBy("cold", task, next));
    registry.clock.advance(Duration.ofMinutes(5));
    UUID last = UUID.randomUUID();
    assertThat(registry.claim(last).targets()).extracting(Location::store).containsExactly("cold");
    // When
    registry.on(failedBy("cold", task, last));
    // Then
    assertThat(image(task).status()).isInstanceOf(ImageStatus.Active.class);
    assertThat(image(task).objects())
        .extracting(Location::store)
        .containsExactly("other", "primary");
    assertThat(image(task).copying()).isEqualTo(new Copying(task.id(), List.of(), List.of("cold")));
    assertThat(registry.task(task).state()).isInstanceOf(State.Succeeded.class);
  }

  @Test
  void aStoreThatIsBackGetsItsCopy() {
    // Given
    ImportTask task = fetching(false, "cold", "other");
    registry.on(failedBy("cold", task, run));
    registry.claim(next);
    Blob landed = blob(new Location("other", task.targetKey(next)));
    registry.on(new Completed(task.imageId(), task.id(), next, landed));
    // When
    registry.on(
        new StoreCopied(task.imageId(), task.id(), next, "cold", task.targetKey(next), "sha"));
    // Then
    assertThat(image(task).copying()).isEqualTo(new Copying(task.id(), List.of(), List.of()));
    assertThat(registry.task(task).state()).isInstanceOf(State.Succeeded.class);
  }

  @Test
  void allThatARunMayHaveWrittenIsReleasedInEveryStore() {
    // Given
    ImportTask task = fetching(false);
    registry.on(failedBy("cold", task, run));
    registry.claim(next);
    // When
    registry.on(failedBy("other", task, next));
    // Then
    assertThat(registry.released())
        .containsAll(Registry.leftovers(task, run))
        .containsAll(Registry.leftovers(task, next))
        .contains(fetchedIn("cold", task, run), fetchedIn("other", task, next));
  }

  @Test
  void whereAllMustHaveItTheStoreIsWaitedFor() {
    // Given
    ImportTask task = fetching(true);
    Location fetched = fetchedIn("cold", task, run);
    registry.on(fetched(task, run, fetched));
    // When
    registry.on(failedBy("cold", task, run));
    // Then
    assertThat(pending(task)).isEqualTo(STORES);
    assertThat(image(task).objects()).containsExactly(fetched);
    assertThat(registry.claim(next).stages()).extracting(Location::store).containsOnly("cold");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "nowhere")
  void aTryThatFailsWithoutOneOfItsStoresChangesNothing(String store) {
    // Given
    ImportTask task = fetching(false);
    Location fetched = fetchedIn("cold", task, run);
    registry.on(fetched(task, run, fetched));
    // When
    registry.on(failedBy(store, task, run));
    // Then
    assertThat(pending(task)).isEqualTo(STORES);
    assertThat(image(task).objects()).containsExactly(fetched);
  }

  @Test
  void theOnlyStoreIsWaitedFor() {
    // Given
    ImportTask task = fetching(false, "cold");
    Location fetched = fetchedIn("cold", task, run);
    registry.on(fetched(task, run, fetched));
    // When
    registry.on(failedBy("cold", task, run));
    // Then
    assertThat(image(task).objects()).containsExactly(fetched);
  }
}
