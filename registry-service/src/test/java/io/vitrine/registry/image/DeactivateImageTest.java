package io.vitrine.registry.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.ImageFact.ImageDeactivated;
import io.vitrine.events.ImageFact.ImageReactivated;
import io.vitrine.identity.Caller;
import io.vitrine.problem.ProblemException;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.GrantUpload.Grant;
import io.vitrine.registry.image.GrantUpload.Purpose;
import io.vitrine.registry.image.ImageStatus.Active;
import io.vitrine.registry.image.ImageStatus.Deactivated;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeactivateImageTest {
  private final Registry registry = new Registry();

  @Test
  void anActiveImageKeepsItsBytesWhileItIsDeactivated() {
    // Given
    Image active = registry.active();
    // When
    deactivate(active.id());
    // Then
    Image image = registry.image(active.id());
    assertThat(image.status()).isInstanceOf(Deactivated.class);
    assertThat(image.data()).isEqualTo(active.data());
    assertThat(image.version()).isEqualTo(active.version() + 1);
    assertThat(registry.catalogue.facts.getLast())
        .isEqualTo(new ImageDeactivated(Facts.snapshot(image)));
  }

  @Test
  void aDeactivatedImageBecomesActiveAgain() {
    // Given
    Image active = registry.active();
    deactivate(active.id());
    // When
    reactivate(active.id());
    // Then
    Image image = registry.image(active.id());
    assertThat(image.status()).isEqualTo(active.status());
    assertThat(registry.catalogue.facts.getLast())
        .isEqualTo(new ImageReactivated(Facts.snapshot(image)));
  }

  @Test
  void theSameAgainChangesNothing() {
    // Given
    Image active = registry.active();
    reactivate(active.id());
    assertThat(registry.image(active.id())).isEqualTo(active);
    Image once = deactivate(active.id());
    int facts = registry.catalogue.facts.size();
    // When
    Image twice = deactivate(active.id());
    // Then
    assertThat(twice).isEqualTo(once);
    assertThat(registry.catalogue.facts).hasSize(facts);
  }

  @Test
  void onlyAnImageWithDataCanBeTakenOutOfUse() {
    Image queued = registry.queued();
    Grant saving = registry.granted(registry.queued().id(), Purpose.UPLOAD);

    assertThatThrownBy(() -> deactivate(queued.id()))
        .isInstanceOf(ProblemException.class)
        .hasMessage("Not allowed to deactivate image in status 'queued'");
    assertThatThrownBy(() -> reactivate(saving.image().id()))
        .isInstanceOf(ProblemException.class)
        .hasMessage("Not allowed to reactivate image in status 'saving'");
  }

  @Test
  void onlyAnAdministratorReadsADeactivatedImage() {
    // Given
    Image active = registry.active();
    // When
    deactivate(active.id());
    // Then
    assertThatThrownBy(() -> locate(Registry.MEMBER, active.id()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("deactivated");
    assertThat(locate(Registry.ADMIN, active.id())).isEqualTo(active.data());
  }

  @Test
  void theBytesOfADeletedImageAreReleasedThoughItWasDeactivated() {
    // Given
    Image active = registry.active();
    deactivate(active.id());
    // When
    registry
        .deletion
        .delete(Registry.MEMBER, active.id(), Precondition.NONE)
        .await()
        .indefinitely();
    // Then
    assertThat(registry.releasedKeys())
        .containsExactly(((Active) active.status()).data().first().key());
  }

  @Test
  void theFactOfItsUploadComingAgainReleasesNothing() {
    // Given
    Grant grant = registry.granted(registry.queued().id(), Purpose.UPLOAD);
    registry.uploads.on(registry.stored(grant)).await().indefinitely();
    deactivate(grant.image().id());
    // When
    registry.uploads.on(registry.stored(grant)).await().indefinitely();
    // Then
    assertThat(registry.releasedKeys()).isEmpty();
  }

  private Image deactivate(UUID id) {
    return registry
        .deactivate
        .deactivate(Registry.MEMBER, id, Precondition.NONE)
        .await()
        .indefinitely();
  }

  private Image reactivate(UUID id) {
    return registry
        .deactivate
        .reactivate(Registry.MEMBER, id, Precondition.NONE)
        .await()
        .indefinitely();
  }

  private Optional<StoredData> locate(Caller caller, UUID id) {
    return registry.read.downloadable(caller, id).map(Image::data).await().indefinitely();
  }
}
