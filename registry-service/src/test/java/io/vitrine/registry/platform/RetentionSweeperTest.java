package io.vitrine.registry.platform;

import static io.vitrine.registry.Registry.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.registry.Registry;
import io.vitrine.registry.image.DeletedImages;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Precondition;
import io.vitrine.registry.quota.Limits;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetentionSweeperTest {
  private final Registry registry = new Registry(Limits.NONE, Duration.ofDays(1));

  private void sweep() {
    new RetentionSweeper(
            registry.catalogue.deletedImages(),
            registry.deletion,
            registry.forget,
            registry.forgetCommands,
            registry.clock)
        .sweep()
        .await()
        .indefinitely();
  }

  private UUID deleted(Image image) {
    registry.deletion.delete(MEMBER, image.id(), Precondition.NONE).await().indefinitely();
    return image.id();
  }

  private long left() {
    DeletedImages deleted = registry.catalogue.deletedImages();
    return deleted.due(registry.clock.instant(), 0, 1_000).await().indefinitely().size();
  }

  @Test
  void imagesThatFailKeepNobodyBack() {
    // Given: more of them than one look finds.
    registry.catalogue.unpurgeable =
        Stream.generate(() -> deleted(registry.queued()))
            .limit(RetentionSweeper.BATCH + 1)
            .toList();
    Stream.generate(registry::active).limit(RetentionSweeper.BATCH).forEach(this::deleted);
    registry.clock.advance(Duration.ofDays(2));
    // When
    sweep();
    // Then
    assertThat(registry.releasedKeys()).hasSize(RetentionSweeper.BATCH);
    assertThat(left()).isEqualTo(RetentionSweeper.BATCH + 1);
  }
}
