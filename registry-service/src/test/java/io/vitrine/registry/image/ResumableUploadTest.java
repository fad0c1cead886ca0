package io.vitrine.registry.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.BlobFact.UploadProgressed;
import io.vitrine.identity.Caller;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.FindUpload.Found;
import io.vitrine.registry.image.GrantUpload.Grant;
import io.vitrine.registry.image.GrantUpload.Purpose;
import io.vitrine.registry.image.ImageStatus.Queued;
import io.vitrine.registry.image.ImageStatus.Saving;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResumableUploadTest {
  /** As many bytes as {@link Registry#blob}. */
  private static final long SIZE = 7;

  private final Registry registry = new Registry();

  private Grant granted(Purpose purpose) {
    return granted(registry.queued().id(), purpose, SIZE);
  }

  private Grant granted(UUID image, Purpose purpose, long size) {
    return registry
        .grant
        .grant(
            Registry.MEMBER,
            image,
            new GrantUpload.Request(purpose, Optional.of(size), Optional.of("other"), true))
        .await()
        .indefinitely();
  }

  private Found found(Caller caller, Grant grant) {
    return registry
        .find
        .find(caller, grant.image().id(), grant.upload().id())
        .await()
        .indefinitely();
  }

  private void expire(Grant grant) {
    registry.uploads.expire(grant.image().id()).await().indefinitely();
  }

  @Test
  void hasToAnnounceItsSize() {
    assertThatThrownBy(
            () -> new GrantUpload.Request(Purpose.UPLOAD, Optional.empty(), Optional.empty(), true))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.BAD_REQUEST));
  }

  @ParameterizedTest
  @EnumSource
  void whoeverAsksAgainGetsTheSameForAsLong(Purpose purpose) {
    // Given
    Grant first = granted(purpose);
    registry.clock.advance(Registry.PAUSE.minusSeconds(1));
    // When
    Grant again = granted(first.image().id(), purpose, SIZE);
    // Then
    assertThat(first.known()).isFalse();
    assertThat(again.known()).isTrue();
    assertThat(again.upload().id()).isEqualTo(first.upload().id());
    assertThat(again.maxSize()).isEqualTo(first.maxSize());
    assertThat(again.upload().leaseExpiresAt()).isAfter(first.upload().leaseExpiresAt());
    assertThat(registry.image(first.image().id()).status()).isEqualTo(again.image().status());
  }

  @Test
  void whoeverAsksForSomethingElseIsToldWhatIsInTheWay() {
    // Given
    Grant first = granted(Purpose.UPLOAD);
    UUID image = first.image().id();
    // When, Then
    assertThatThrownBy(() -> granted(image, Purpose.UPLOAD, SIZE + 1))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().kind()).isEqualTo(ProblemKind.CONFLICT);
              assertThat(e.problem().message()).contains(first.upload().id().toString(), "DELETE");
            });
    assertThatThrownBy(() -> granted(image, Purpose.STAGE, SIZE))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void itsClientMayPauseForLongerThanAStore() {
    // Given
    Grant grant = granted(Purpose.UPLOAD);
    registry.clock.advance(Registry.PAUSE.minusSeconds(1));
    // When
    expire(grant);
    // Then
    assertThat(registry.image(grant.image().id()).status()).isInstanceOf(Saving.class);
  }

  @Test
  void progressRenewsItByAsMuch() {
    // Given
    Grant grant = granted(Purpose.UPLOAD);
    registry.clock.advance(Registry.PAUSE.minusSeconds(1));
    registry
        .uploads
        .on(new UploadProgressed(grant.image().id(), grant.upload().id(), 5))
        .await()
        .indefinitely();
    registry.clock.advance(Registry.PAUSE.minusSeconds(1));
    // When
    expire(grant);
    // Then
    assertThat(registry.image(grant.image().id()).status()).isInstanceOf(Saving.class);
  }

  @Test
  void endsWhenItsClientDoesNotComeBack() {
    // Given
    Grant grant = granted(Purpose.UPLOAD);
    registry.clock.advance(Registry.PAUSE.plusSeconds(1));
    // When
    expire(grant);
    // Then
    assertThat(registry.image(grant.image().id()).status()).isInstanceOf(Queued.class);
    assertThat(registry.releasedKeys()).containsExactly(grant.upload().key());
    assertThatThrownBy(() -> found(Registry.MEMBER, grant))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isInstanceOf(ImageProblem.NoSuchUpload.class));
  }

  @ParameterizedTest
  @EnumSource
  void isFoundAsItWasGranted(Purpose purpose) {
    Grant grant = granted(purpose);

    Found found = found(Registry.MEMBER, grant);

    assertThat(found).isEqualTo(new Found(grant, purpose, false));
    assertThat(grant.maxSize()).isEqualTo(SIZE);
  }

  @ParameterizedTest
  @EnumSource
  void isFoundAfterItsBytesWereAdopted(Purpose purpose) {
    // Given
    Grant grant = granted(purpose);
    registry.uploads.on(registry.stored(grant)).await().indefinitely();
    // When
    Found found = found(Registry.MEMBER, grant);
    // Then
    assertThat(found.adopted()).isTrue();
    assertThat(found.purpose()).isEqualTo(purpose);
    assertThat(found.grant().upload().key()).isEqualTo(grant.upload().key());
    assertThat(found.grant().upload().announcedSize()).isEqualTo(SIZE);
  }

  @Test
  void anotherUploadOfTheImageIsNotFound() {
    Grant grant = granted(Purpose.UPLOAD);

    assertThatThrownBy(() ->
            registry
                .find
                .find(Registry.MEMBER, grant.image().id(), UUID.randomUUID())
                .await()
                .indefinitely())
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.NOT_FOUND));
  }

  @Test
  void anUploadInOneRequestIsNotFound() {
    Grant grant =
        registry
            .grant
            .grant(
                Registry.MEMBER,
                registry.queued().id(),
                new GrantUpload.Request(
                    Purpose.UPLOAD, Optional.of(SIZE), Optional.of("other"), false))
            .await()
            .indefinitely();

    assertThatThrownBy(() -> found(Registry.MEMBER, grant))
        .hasMessageContaining(grant.upload().id().toString());
  }

  @Test
  void isForThoseWhoMayUpload() {
    // Given
    Grant grant = granted(Purpose.UPLOAD);
    // When
    var byAReader = assertThatThrownBy(() -> found(Registry.READER, grant));
    var byAStranger = assertThatThrownBy(() -> found(Registry.STRANGER, grant));
    // Then
    byAReader.isInstanceOfSatisfying(
        ProblemException.class,
        e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.FORBIDDEN));
    byAStranger.isInstanceOfSatisfying(
        ProblemException.class,
        e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.NOT_FOUND));
  }

  @Test
  void itsWholeSizeIsReserved() {
    Grant grant = granted(Purpose.UPLOAD);

    assertThat(registry.image(grant.image().id()).usage().bytes()).isEqualTo(SIZE);
  }
}
