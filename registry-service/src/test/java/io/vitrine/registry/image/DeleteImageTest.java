package io.vitrine.registry.image;

import static io.vitrine.registry.Registry.ADMIN;
import static io.vitrine.registry.Registry.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.BlobFact.BlobStored;
import io.vitrine.events.ImageFact.ImageDeleted;
import io.vitrine.events.ImageFact.ImageRestored;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.GrantUpload.Grant;
import io.vitrine.registry.image.GrantUpload.Purpose;
import io.vitrine.registry.quota.Limits;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where deleted images are kept for a day. */
class DeleteImageTest {
  private static final Duration DAY = Duration.ofDays(1);
  private final Registry registry = new Registry(Limits.NONE, DAY);

  private void delete(UUID id) {
    registry.deletion.delete(MEMBER, id, Precondition.NONE).await().indefinitely();
  }

  private Image restore(UUID id) {
    return registry.deletion.restore(ADMIN, id).await().indefinitely();
  }

  private void sweep() {
    registry
        .catalogue
        .deletedImages()
        .due(registry.clock.instant(), 0, 10)
        .await()
        .indefinitely()
        .forEach(id -> registry.deletion.purge(id).await().indefinitely());
  }

  @Test
  void anImageComesBackWithItsBytes() {
    // Given
    Image image = registry.active();
    delete(image.id());
    assertThat(registry.image(image.id())).isNull();
    assertThat(registry.catalogue.facts.getLast()).isInstanceOf(ImageDeleted.class);
    // When
    Image restored = restore(image.id());
    // Then
    assertThat(restored.data()).isEqualTo(image.data());
    assertThat(restored.attributes()).isEqualTo(image.attributes());
    assertThat(restored.version()).isGreaterThan(image.version());
    assertThat(registry.releasedKeys()).isEmpty();
    assertThat(registry.catalogue.facts.getLast()).isInstanceOf(ImageRestored.class);
  }

  @Test
  void theBytesGoWhenTheTimeIsOver() {
    // Given
    Image image = registry.active();
    delete(image.id());
    registry.clock.advance(DAY.minusSeconds(1));
    sweep();
    assertThat(registry.releasedKeys()).isEmpty();
    // When
    registry.clock.advance(Duration.ofSeconds(1));
    sweep();
    // Then
    assertThat(registry.releasedKeys()).containsExactly(image.data().orElseThrow().first().key());
    assertThatThrownBy(() -> restore(image.id()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.NOT_FOUND));
  }

  @Test
  void aRepeatedReportOfItsBytesHarmsNothing() {
    // Given
    Grant grant = registry.granted(registry.queued().id(), Purpose.UPLOAD);
    BlobStored stored = registry.stored(grant);
    registry.uploads.on(stored).await().indefinitely();
    delete(grant.image().id());
    // When
    registry.uploads.on(stored).await().indefinitely();
    // Then
    assertThat(registry.releasedKeys()).isEmpty();
  }

  @Test
  void bytesOfAnImageThatCameBackMeanwhileStay() {
    // Given
    Image image = registry.active();
    Location location = image.data().orElseThrow().first();
    delete(image.id());
    restore(image.id());
    // When: a report that was late found nothing before.
    Orphans orphans = new Orphans(registry.catalogue.images(), registry.catalogue);
    orphans.release(image.id(), location, "late").await().indefinitely();
    // Then
    assertThat(registry.releasedKeys()).isEmpty();
  }

  @Test
  void whatIsStillOnItsWayGoesAtOnce() {
    // Given
    Grant grant = registry.granted(registry.queued().id(), Purpose.UPLOAD);
    // When
    delete(grant.image().id());
    // Then
    assertThat(registry.releasedKeys()).containsExactly(grant.upload().key());
    assertThatThrownBy(() -> restore(grant.image().id())).isInstanceOf(ProblemException.class);
  }

  @Test
  void onlyAnAdministratorRestores() {
    // Given
    Image image = registry.active();
    delete(image.id());
    // When
    var refusal =
        assertThatThrownBy(
            () -> registry.deletion.restore(MEMBER, image.id()).await().indefinitely());
    // Then
    refusal.isInstanceOfSatisfying(
        ProblemException.class,
        e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.FORBIDDEN));
  }
}
