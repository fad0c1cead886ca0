package io.vitrine.registry.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.BlobReleaseFact.BlobReleased;
import io.vitrine.events.ImageFact.ImageUpdated;
import io.vitrine.identity.Caller;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.StoreDirectory.Entry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemoveFromStoreTest {
  private static final Location COPY = new Location("cold", "blobs/copy");

  private final Registry registry = new Registry();

  private Image copied() {
    Image image = registry.active();
    Image copied =
        image
            .copyingTo(List.of(COPY.store()), image.id(), registry.clock.instant())
            .copiedTo(COPY, registry.clock.instant());
    registry.catalogue.images.put(image.id(), copied);
    return copied;
  }

  private void remove(Caller caller, Image image, String store) {
    registry.removal.remove(caller, image.id(), store).await().indefinitely();
  }

  private void refuses(Caller caller, Image image, String store, ProblemKind kind) {
    assertThatThrownBy(() -> remove(caller, image, store))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().kind()).isEqualTo(kind));
  }

  @Test
  void releasesOneCopyAndKeepsTheOthers() {
    // Given
    Image image = copied();
    Location first = image.data().orElseThrow().first();
    // When
    remove(Registry.ADMIN, image, first.store());
    // Then
    Image changed = registry.image(image.id());
    assertThat(changed.data().orElseThrow().locations()).containsExactly(COPY);
    assertThat(changed.version()).isGreaterThan(image.version());
    assertThat(registry.catalogue.facts)
        .contains(
            new ImageUpdated(
                Facts.snapshot(changed), Map.of("stores", List.of(first.store(), COPY.store()))))
        .filteredOn(BlobReleased.class::isInstance)
        .extracting(fact -> ((BlobReleased) fact).key())
        .containsExactly(first.key());
  }

  @Test
  void neverEmptiesTheLastStore() {
    Image image = registry.active();

    refuses(Registry.ADMIN, image, "primary", ProblemKind.FORBIDDEN);
  }

  @Test
  void needsAStoreThatHasTheImage() {
    Image image = copied();

    refuses(Registry.ADMIN, image, "nowhere", ProblemKind.CONFLICT);
    refuses(Registry.ADMIN, image, "other", ProblemKind.NOT_FOUND);
  }

  @Test
  void forgetsACopyInAStoreThatHasBeenTakenAway() {
    // Given
    Image image = copied();
    Location first = image.data().orElseThrow().first();
    registry.stores.replace(List.of(Entry.plain("primary", true)));
    refuses(Registry.MEMBER, image, COPY.store(), ProblemKind.CONFLICT);
    // When
    remove(Registry.ADMIN, image, COPY.store());
    // Then
    assertThat(registry.image(image.id()).data().orElseThrow().locations()).containsExactly(first);
    assertThat(registry.catalogue.facts)
        .hasAtLeastOneElementOfType(ImageUpdated.class)
        .noneMatch(BlobReleased.class::isInstance);
    refuses(Registry.ADMIN, image, COPY.store(), ProblemKind.CONFLICT);
  }

  @Test
  void neverForgetsWhatMayBeTheLastCopy() {
    // Given
    Image image = copied();
    registry.stores.replace(List.of(Entry.plain("other", true)));

    refuses(Registry.ADMIN, image, COPY.store(), ProblemKind.FORBIDDEN);
  }

  @Test
  void needsAnActiveImage() {
    refuses(Registry.ADMIN, registry.queued(), "primary", ProblemKind.CONFLICT);
  }

  @Test
  void isForAdministrators() {
    Image image = copied();

    refuses(Registry.MEMBER, image, "cold", ProblemKind.FORBIDDEN);
    refuses(Registry.STRANGER, image, "cold", ProblemKind.NOT_FOUND);
  }
}
