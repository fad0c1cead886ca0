package io.vitrine.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.store.cache.HeldImage.State;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CacheClusterTest {
  private final MovableClock clock = new MovableClock();
  private final CacheCluster cluster = new CacheCluster(clock);
  private final HeldImage image =
      new HeldImage(UUID.randomUUID(), State.CACHED, 1, "", 0, clock.instant(), clock.instant());

  @Test
  void forgetsANodeOnlyAfterADay() {
    // Given
    cluster.onAlive("old", clock.instant());
    cluster.onHeld("old", image);

    // When
    clock.advance(CacheCluster.MEMORY);

    // Then: it is not there, and may come back.
    assertThat(cluster.held()).isEmpty();
    assertThat(cluster.longGone()).isEmpty();

    // When
    clock.advance(Duration.ofSeconds(1));
    cluster.onAlive("new", clock.instant());

    // Then
    assertThat(cluster.longGone()).containsOnly(Map.entry("old", Set.of(image.imageId())));

    // When
    cluster.onForgotten("old");

    // Then
    assertThat(cluster.longGone()).isEmpty();
    assertThat(cluster.heldBy("old")).isEmpty();
    assertThat(cluster.held()).containsOnlyKeys("new");
  }
}
