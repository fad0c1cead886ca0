package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.identity.Caller;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Precondition;
import io.vitrine.registry.image.Visibility;
import io.vitrine.registry.importing.ImportTask.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which import is next. */
class QueueTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Registry registry = new Registry();
  private final UUID run = UUID.randomUUID();

  private ImportTask asked(Caller caller) {
    registry.clock.advance(Duration.ofSeconds(1));
    Image queued =
        registry
            .register
            .register(
                caller,
                Optional.empty(),
                Optional.empty(),
                Registry.attributes(Visibility.SHARED, "qcow2", false))
            .await()
            .indefinitely();
    return registry
        .fetches
        .fromWeb(caller, queued.id(), () -> "http://mirror.example/a", Wish.PLAIN, "req-1")
        .await()
        .indefinitely();
  }

  private Optional<UUID> next() {
    return next(UUID.randomUUID());
  }

  private Optional<UUID> next(UUID run) {
    return registry.claims.next(run).await().indefinitely().map(claim -> claim.task().id());
  }

  private void delete(ImportTask task) {
    registry
        .deletion
        .delete(Registry.MEMBER, task.imageId(), Precondition.NONE)
        .await()
        .indefinitely();
  }

  @Test
  void isEmptyWhereNothingWaits() {
    assertThat(next()).isEmpty();
  }

  @Test
  void oneRunHoldsATask() {
    ImportTask task = asked(Registry.MEMBER);

    assertThat(next()).contains(task.id());
    assertThat(next()).isEmpty();
  }

  @Test
  void theProjectWithFewestAtWorkIsNext() {
    // Given
    ImportTask first = asked(Registry.MEMBER);
    ImportTask second = asked(Registry.MEMBER);
    ImportTask third = asked(Registry.MEMBER);
    ImportTask others = asked(Registry.STRANGER);
    // Then
    assertThat(next()).contains(first.id());
    assertThat(next()).contains(others.id());
    assertThat(next()).contains(second.id());
    assertThat(next()).contains(third.id());
  }

  @Test
  void aRunThatMissedTheAnswerAsksAgain() {
    // Given
    ImportTask task = asked(Registry.MEMBER);
    asked(Registry.MEMBER);
    next(run);
    registry.clock.advance(Duration.ofSeconds(1));
    // When
    ClaimImport.Claim again = registry.claim(run);
    // Then
    assertThat(again.task().id()).isEqualTo(task.id());
    assertThat(again.task().state())
        .isEqualTo(
            new State.Running(
                1, run, registry.clock.instant().plus(Registry.LEASE), ImportTask.Progress.NONE));
    assertThat(registry.task(task)).isEqualTo(again.task());
  }

  @Test
  void whatIsPausedIsNotGivenOut() {
    // Given
    ImportTask paused = asked(Registry.MEMBER);
    ImportTask other = asked(Registry.MEMBER);
    // When
    registry.steer(Registry.MEMBER, paused, SteerImport.Action.PAUSE);
    // Then
    assertThat(next()).contains(other.id());
    assertThat(next()).isEmpty();
  }

  @Test
  void theTaskOfADeletedImageEndsWhenItWouldBeNext() {
    // Given
    ImportTask deleted = asked(Registry.MEMBER);
    delete(deleted);
    ImportTask other = asked(Registry.MEMBER);
    // When
    Optional<UUID> next = next();
    // Then
    assertThat(next).contains(other.id());
    assertThat(registry.task(deleted).state())
        .isEqualTo(new State.Failed(1, "The image was deleted."));
  }

  @Test
  void anyNumberOfDeletedImagesHidesNoOther() {
    // Given
    for (int i = 0; i < 40; i++) {
      delete(asked(Registry.MEMBER));
    }
    ImportTask other = asked(Registry.MEMBER);
    // Then
    assertThat(next()).contains(other.id());
  }

  @Test
  void aRunIsGivenTheBytesThatWereStaged() {
    // Given
    ImportTask task = registry.importing(Wish.PLAIN);
    // When
    ClaimImport.Claim claim = registry.claim(run);
    // Then
    assertThat(claim.image().staged()).contains(((ImportSource.StagedBytes) task.source()).data());
    assertThat(claim.maxSize()).isEqualTo(registry.image(task.imageId()).room());
  }

  @Test
  void aSmallOneGoesBeforeALargeOneThatCameJustBefore() {
    Instant large = Ranking.of(NOW, OptionalLong.of(8L << 30));
    Instant small = Ranking.of(NOW.plusSeconds(60), OptionalLong.of(1L << 20));

    assertThat(small).isBefore(large);
  }

  @Test
  void aLargeOneDoesNotWaitForEver() {
    Instant large = Ranking.of(NOW, OptionalLong.of(Long.MAX_VALUE));
    Instant small = Ranking.of(NOW.plus(Duration.ofMinutes(11)), OptionalLong.of(0));

    assertThat(large).isBefore(small);
  }

  @Test
  void anUnknownSizeIsSomeSize() {
    assertThat(Ranking.of(NOW, OptionalLong.empty()))
        .isAfter(Ranking.of(NOW, OptionalLong.of(1L << 20)))
        .isBefore(Ranking.of(NOW, OptionalLong.of(8L << 30)));
  }

  @Test
  void theQueueKnowsTheSizeOfStagedBytes() {
    assertThat(registry.importing(Wish.PLAIN).rankAt())
        .isEqualTo(Ranking.of(registry.clock.instant(), OptionalLong.of(7)));
    assertThat(asked(Registry.MEMBER).rankAt())
        .isEqualTo(Ranking.of(registry.clock.instant(), OptionalLong.empty()));
  }
}
