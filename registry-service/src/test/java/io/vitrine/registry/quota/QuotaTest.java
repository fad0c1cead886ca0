package io.vitrine.registry.quota;

import static io.vitrine.registry.Registry.ADMIN;
import static io.vitrine.registry.Registry.MEMBER;
import static io.vitrine.registry.quota.Resource.IMAGE_COUNT_TOTAL;
import static io.vitrine.registry.quota.Resource.IMAGE_COUNT_UPLOADING;
import static io.vitrine.registry.quota.Resource.IMAGE_SIZE_TOTAL;
import static io.vitrine.registry.quota.Resource.IMAGE_STAGE_TOTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.BlobFact.UploadFailed;
import io.vitrine.problem.ProblemException;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.GrantUpload.Grant;
import io.vitrine.registry.image.GrantUpload.Purpose;
import io.vitrine.registry.image.ImagePatch;
import io.vitrine.registry.image.ImagePatch.Operation;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.Precondition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private static final long MIB = 1L << 20;

  private static Registry withLimit(Resource resource, long limit) {
    return new Registry(new Limits(Map.of(resource, limit), Map.of()), Duration.ZERO);
  }

  private static Usage usage(Registry registry) {
    return registry.catalogue.usages().of(MEMBER.projectId()).await().indefinitely();
  }

  private static void requireExceeded(Resource resource, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem())
                    .isInstanceOfSatisfying(
                        QuotaProblem.Exceeded.class,
                        problem -> assertThat(problem.resource()).isEqualTo(resource)));
  }

  private static Grant upload(Registry registry, long announced) {
    return registry.granted(registry.queued().id(), Purpose.UPLOAD, Optional.of(announced));
  }

  private static Grant uploadOfUnknownSize(Registry registry) {
    return registry.granted(registry.queued().id(), Purpose.UPLOAD);
  }

  private static long extend(Registry registry, Grant grant) {
    return registry
        .reservations
        .extend(grant.image().id(), grant.upload().id())
        .await()
        .indefinitely();
  }

  @Test
  @Tag("attack")
  @Tag("OSSN-0057")
  void aProjectHasNoMoreImagesThanItMay() {
    // Given
    Registry registry = withLimit(IMAGE_COUNT_TOTAL, 2);
    UUID first = registry.queued().id();
    registry.queued();
    requireExceeded(IMAGE_COUNT_TOTAL, registry::queued);
    // When
    registry.deletion.delete(MEMBER, first, Precondition.NONE).await().indefinitely();
    // Then
    registry.queued();
    assertThat(usage(registry).images()).isEqualTo(2);
  }

  @Test
  void itsOwnLimitStandsAboveTheGeneralOne() {
    Limits limits =
        new Limits(Map.of(IMAGE_COUNT_TOTAL, 0L), Map.of("demo", Map.of(IMAGE_COUNT_TOTAL, -1L)));

    assertThat(limits.of("demo", IMAGE_COUNT_TOTAL)).isEmpty();
    assertThat(limits.of("other", IMAGE_COUNT_TOTAL)).hasValue(0);
    assertThat(limits.of("demo", IMAGE_SIZE_TOTAL)).isEmpty();
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-003")
  void anAnnouncedSizeIsSetAsideBeforeTheFirstByte() {
    // Given
    Registry registry = withLimit(IMAGE_SIZE_TOTAL, 100);
    Grant grant = upload(registry, 60);
    // When
    ThrowingCallable another = () -> upload(registry, 41);
    // Then
    requireExceeded(IMAGE_SIZE_TOTAL, another);
    assertThat(grant.maxSize()).isEqualTo(60);
    assertThat(usage(registry).bytes()).isEqualTo(60);
    upload(registry, 40);
  }

  @Test
  void whatIsStoredTakesThePlaceOfWhatWasSetAside() {
    // Given
    Registry registry = withLimit(IMAGE_SIZE_TOTAL, 100);
    Grant grant = upload(registry, 60);
    // When
    registry.uploads.on(registry.stored(grant)).await().indefinitely();
    // Then
    assertThat(usage(registry)).isEqualTo(new Usage(1, Registry.blob("").size(), 0, 0));
  }

  @Test
  void anUploadThatFailsGivesBackWhatWasSetAside() {
    // Given
    Registry registry = withLimit(IMAGE_SIZE_TOTAL, 100);
    Grant grant = upload(registry, 60);
    // When
    registry
        .uploads
        .on(new UploadFailed(grant.image().id(), grant.upload().id(), "cut"))
        .await()
        .indefinitely();
    // Then
    assertThat(usage(registry)).isEqualTo(new Usage(1, 0, 0, 0));
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-003")
  void aBodyOfUnknownSizeIsGivenMoreAndMoreUntilThereIsNothingLeft() {
    // Given
    Registry registry = withLimit(IMAGE_SIZE_TOTAL, 200 * MIB);
    Grant grant = uploadOfUnknownSize(registry);
    assertThat(grant.maxSize()).isEqualTo(64 * MIB);
    // When
    assertThat(extend(registry, grant)).isEqualTo(128 * MIB);
    assertThat(extend(registry, grant)).isEqualTo(200 * MIB);
    // Then
    requireExceeded(IMAGE_SIZE_TOTAL, () -> extend(registry, grant));
    requireExceeded(IMAGE_SIZE_TOTAL, () -> uploadOfUnknownSize(registry));
  }

  @Test
  void noReservationIsLargerThanAnImageMayBe() {
    // Given
    Registry registry = withLimit(IMAGE_SIZE_TOTAL, 4 * Registry.MAX_SIZE);
    Grant grant = uploadOfUnknownSize(registry);
    long size = grant.maxSize();
    while (size < Registry.MAX_SIZE) {
      size = extend(registry, grant);
    }
    // When
    ThrowingCallable more = () -> extend(registry, grant);
    // Then
    assertThat(size).isEqualTo(Registry.MAX_SIZE);
    assertThatThrownBy(more)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isInstanceOf(ImageProblem.TooLarge.class));
  }

  @Test
  void anUploadThatLostItsImageIsGivenNothing() {
    // Given
    Registry registry = withLimit(IMAGE_SIZE_TOTAL, 200 * MIB);
    Grant grant = uploadOfUnknownSize(registry);
    registry.uploads.on(registry.stored(grant)).await().indefinitely();
    // When
    ThrowingCallable more = () -> extend(registry, grant);
    // Then
    assertThatThrownBy(more)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem())
                    .isEqualTo(new ImageProblem.NotHeld(grant.image().id(), grant.upload().id())));
  }

  @Test
  void aProjectUploadsNoMoreImagesAtOnceThanItMay() {
    // Given
    Registry registry = withLimit(IMAGE_COUNT_UPLOADING, 1);
    Grant grant = uploadOfUnknownSize(registry);
    requireExceeded(IMAGE_COUNT_UPLOADING, () -> uploadOfUnknownSize(registry));
    // When
    registry.uploads.on(registry.stored(grant)).await().indefinitely();
    // Then
    uploadOfUnknownSize(registry);
  }

  @Test
  void anImageIsNotGivenToAProjectWithoutRoom() {
    // Given
    Limits limits = new Limits(Map.of(), Map.of("alt_demo", Map.of(IMAGE_SIZE_TOTAL, 6L)));
    Registry registry = new Registry(limits, Duration.ZERO);
    UUID queued = registry.queued().id();
    UUID active = registry.active().id();
    ImagePatch gift = new ImagePatch(List.of(new Operation.SetOwner("alt_demo")));
    // When
    registry.change.apply(ADMIN, queued, gift, Precondition.NONE).await().indefinitely();
    // Then
    requireExceeded(
        IMAGE_SIZE_TOTAL,
        () -> registry.change.apply(ADMIN, active, gift, Precondition.NONE).await().indefinitely());
    assertThat(registry.image(active).owner()).isEqualTo("demo");
  }

  @Test
  void anImageIsNotRestoredToAProjectWithoutRoom() {
    // Given
    Limits limits = new Limits(Map.of(IMAGE_COUNT_TOTAL, 1L), Map.of());
    Registry registry = new Registry(limits, Duration.ofDays(1));
    UUID deleted = registry.active().id();
    registry.deletion.delete(MEMBER, deleted, Precondition.NONE).await().indefinitely();
    UUID next = registry.queued().id();
    // When
    requireExceeded(
        IMAGE_COUNT_TOTAL, () -> registry.deletion.restore(ADMIN, deleted).await().indefinitely());
    // Then: it can still be, once there is room.
    registry.deletion.delete(MEMBER, next, Precondition.NONE).await().indefinitely();
    registry.deletion.restore(ADMIN, deleted).await().indefinitely();
    assertThat(registry.image(deleted)).isNotNull();
  }

  @Test
  void stagedBytesHaveALimitOfTheirOwn() {
    // Given
    Registry registry = withLimit(IMAGE_STAGE_TOTAL, 10);
    UUID image = registry.queued().id();
    // When
    ThrowingCallable tooMuch = () -> registry.granted(image, Purpose.STAGE, Optional.of(11L));
    // Then
    requireExceeded(IMAGE_STAGE_TOTAL, tooMuch);
    assertThat(registry.granted(image, Purpose.STAGE).maxSize()).isEqualTo(10);
    assertThat(usage(registry)).isEqualTo(new Usage(1, 0, 10, 1));
  }

  @Test
  void anImportSetsAsideWhatItsResultMayHave() {
    // Given: the result is a raw disk, larger than what is staged.
    Registry registry = new Registry();
    // When
    registry.importing(Optional.of("raw"));
    // Then
    assertThat(usage(registry).stagedBytes()).isEqualTo(Registry.blob("").size());
    assertThat(usage(registry).bytes()).isGreaterThanOrEqualTo(70);
  }

  @Test
  void anImportIsRefusedWhereItsResultHasNoRoom() {
    Registry registry = withLimit(IMAGE_SIZE_TOTAL, 69);

    requireExceeded(IMAGE_SIZE_TOTAL, () -> registry.importing(Optional.of("raw")));
  }
}
