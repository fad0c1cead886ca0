package io.vitrine.registry.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.BlobFact.UploadFailed;
import io.vitrine.events.BlobFact.UploadProgressed;
import io.vitrine.events.ImageFact.ImageActivated;
import io.vitrine.events.ImageFact.ImageRequeued;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.GrantUpload.Grant;
import io.vitrine.registry.image.GrantUpload.Purpose;
import io.vitrine.registry.image.ImageStatus.Active;
import io.vitrine.registry.image.ImageStatus.Queued;
import io.vitrine.registry.image.ImageStatus.Saving;
import io.vitrine.registry.image.ImageStatus.Staged;
import io.vitrine.registry.image.StoreDirectory.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UploadTest {
  private final Registry registry = new Registry();

  @Test
  void becomesActiveWhenItsBytesAreStored() {
    // Given
    Grant grant = registry.granted(registry.queued().id(), Purpose.UPLOAD);
    assertThat(registry.image(grant.image().id()).status()).isInstanceOf(Saving.class);
    // When
    registry.uploads.on(registry.stored(grant)).await().indefinitely();
    // Then
    Image image = registry.image(grant.image().id());
    assertThat(image.status()).isInstanceOf(Active.class);
    assertThat(image.data().orElseThrow().first().key()).isEqualTo(grant.upload().key());
    assertThat(registry.catalogue.facts.getLast())
        .isInstanceOfSatisfying(
            ImageActivated.class,
            fact -> assertThat(fact.uploadId()).isEqualTo(grant.upload().id()));
  }

  @Test
  void staysUploadingWhenItsBytesAreStaged() {
    Grant grant = registry.granted(registry.queued().id(), Purpose.STAGE);

    registry.uploads.on(registry.stored(grant)).await().indefinitely();

    Image image = registry.image(grant.image().id());
    assertThat(image.status()).isInstanceOf(Staged.class);
    assertThat(image.status().wireName()).isEqualTo("uploading");
  }

  @ParameterizedTest
  @EnumSource
  void hasAdoptedWhatWasStoredAndNothingBefore(Purpose purpose) {
    // Given
    Grant grant = registry.granted(registry.queued().id(), purpose);
    boolean before = hasAdopted(grant, grant.upload().key());
    registry.uploads.on(registry.stored(grant)).await().indefinitely();

    // When
    boolean after = hasAdopted(grant, grant.upload().key());

    // Then
    assertThat(before).isFalse();
    assertThat(after).isTrue();
    assertThat(hasAdopted(grant, "blobs/another")).isFalse();
  }

  private boolean hasAdopted(Grant grant, String key) {
    return registry.read.hasAdopted(grant.image().id(), key).await().indefinitely();
  }

  @Test
  void aFactThatComesTwiceChangesNothing() {
    // Given
    Grant grant = registry.granted(registry.queued().id(), Purpose.UPLOAD);
    registry.uploads.on(registry.stored(grant)).await().indefinitely();
    Image once = registry.image(grant.image().id());
    // When
    registry.uploads.on(registry.stored(grant)).await().indefinitely();
    // Then
    assertThat(registry.image(grant.image().id())).isEqualTo(once);
    assertThat(registry.releasedKeys()).isEmpty();
  }

  @Test
  void isQueuedAgainWhenTheUploadFails() {
    Grant grant = registry.granted(registry.queued().id(), Purpose.UPLOAD);

    registry
        .uploads
        .on(new UploadFailed(grant.image().id(), grant.upload().id(), "cut"))
        .await()
        .indefinitely();

    assertThat(registry.image(grant.image().id()).status()).isInstanceOf(Queued.class);
    assertThat(registry.releasedKeys()).containsExactly(grant.upload().key());
  }

  @Test
  void isQueuedAgainWhenTheStoreFallsSilent() {
    // Given
    Grant grant = registry.granted(registry.queued().id(), Purpose.UPLOAD);
    registry.clock.advance(Registry.LEASE.plusSeconds(1));
    // When
    registry.uploads.expire(grant.image().id()).await().indefinitely();
    // Then
    assertThat(registry.image(grant.image().id()).status()).isInstanceOf(Queued.class);
    assertThat(registry.catalogue.facts).hasAtLeastOneElementOfType(ImageRequeued.class);
    assertThat(registry.releasedKeys()).containsExactly(grant.upload().key());
  }

  @Test
  void progressKeepsTheLease() {
    // Given
    Grant grant = registry.granted(registry.queued().id(), Purpose.UPLOAD);
    registry.clock.advance(Registry.LEASE.minusSeconds(1));
    registry
        .uploads
        .on(new UploadProgressed(grant.image().id(), grant.upload().id(), 5))
        .await()
        .indefinitely();
    registry.clock.advance(Duration.ofSeconds(2));
    // When
    registry.uploads.expire(grant.image().id()).await().indefinitely();
    // Then
    assertThat(registry.image(grant.image().id()).status()).isInstanceOf(Saving.class);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-004")
  void bytesThatComeAfterTheLeaseAreReleased() {
    // Given
    Grant late = registry.granted(registry.queued().id(), Purpose.UPLOAD);
    registry.clock.advance(Registry.LEASE.plusSeconds(1));
    registry.uploads.expire(late.image().id()).await().indefinitely();
    Grant next = registry.granted(late.image().id(), Purpose.UPLOAD);
    // When
    registry.uploads.on(registry.stored(late)).await().indefinitely();
    // Then
    assertThat(registry.image(late.image().id()).status()).isEqualTo(new Saving(next.upload()));
    assertThat(registry.releasedKeys()).containsExactly(late.upload().key(), late.upload().key());
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-004")
  void bytesOfADeletedImageAreReleased() {
    // Given
    Grant grant = registry.granted(registry.queued().id(), Purpose.UPLOAD);
    registry
        .deletion
        .delete(Registry.MEMBER, grant.image().id(), Precondition.NONE)
        .await()
        .indefinitely();
    // When
    registry.uploads.on(registry.stored(grant)).await().indefinitely();
    // Then
    assertThat(registry.catalogue.images).isEmpty();
    assertThat(registry.releasedKeys()).containsExactly(grant.upload().key(), grant.upload().key());
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-006")
  void onlyAQueuedImageTakesAnUpload() {
    Grant grant = registry.granted(registry.queued().id(), Purpose.UPLOAD);

    assertThatThrownBy(() -> registry.granted(grant.image().id(), Purpose.UPLOAD))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isInstanceOf(ImageProblem.WrongStatus.class));
  }

  @Test
  void anUploadNeedsTheFormatsAndAStageDoesNot() {
    Image plain = registry.queued(ImageAttributes.DEFAULT);

    assertThatThrownBy(() -> registry.granted(plain.id(), Purpose.UPLOAD))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("disk_format");
    assertThat(registry.granted(plain.id(), Purpose.STAGE).image().status().wireName())
        .isEqualTo("uploading");
  }

  @Test
  void anAnnouncedSizeOverTheCapIsRefusedBeforeAByteCame() {
    Image image = registry.queued();

    assertThatThrownBy(() ->
            registry
                .grant
                .grant(
                    Registry.MEMBER,
                    image.id(),
                    new GrantUpload.Request(
                        Purpose.UPLOAD, Optional.of(Registry.MAX_SIZE + 1), Optional.empty()))
                .await()
                .indefinitely())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(String.valueOf(Registry.MAX_SIZE));
    assertThat(registry.image(image.id()).status()).isInstanceOf(Queued.class);
  }

  @ParameterizedTest
  @EnumSource
  void goesToNoStoreThatIsReadOnlyOrUnknown(Purpose purpose) {
    // Given
    registry.stores.replace(
        List.of(
            Entry.plain("primary", true),
            new Entry("other", Optional.empty(), false, 0, true, false, 8 << 20)));

    // Then
    assertThat(refusal(purpose, "other")).isEqualTo(ProblemKind.GONE);
    assertThat(refusal(purpose, "gone")).isEqualTo(ProblemKind.BAD_REQUEST);
  }

  @Test
  void goesToAStoreThatHasComeMeanwhile() {
    // Given
    assertThat(refusal(Purpose.UPLOAD, "late")).isEqualTo(ProblemKind.BAD_REQUEST);

    // When
    registry.stores.replace(List.of(Entry.plain("primary", false), Entry.plain("late", true)));

    // Then
    assertThat(registry.granted(registry.queued().id(), Purpose.UPLOAD).upload().store())
        .isEqualTo("late");
  }

  private ProblemKind refusal(Purpose purpose, String store) {
    return assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() ->
            registry
                .grant
                .grant(
                    Registry.MEMBER,
                    registry.queued().id(),
                    new GrantUpload.Request(purpose, Optional.empty(), Optional.of(store)))
                .await()
                .indefinitely())
        .actual()
        .problem()
        .kind();
  }
}
