package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.registry.Registry;
import io.vitrine.registry.image.GrantUpload.Grant;
import io.vitrine.registry.image.GrantUpload.Purpose;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.Precondition;
import io.vitrine.registry.quota.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditStoreTest {
  private final Registry registry = new Registry(Limits.NONE, Duration.ofDays(1));

  private List<String> unknown(String store, String... keys) {
    return registry.audit.unknown(store, List.of(keys)).await().indefinitely();
  }

  private static String key(Image image) {
    return image.data().orElseThrow().first().key();
  }

  @Test
  void knowsDataAndUploads() {
    // Given
    String stored = key(registry.active());
    Grant staging = registry.granted(registry.queued().id(), Purpose.STAGE);
    String orphan = "blobs/%s/%s".formatted(staging.image().id(), UUID.randomUUID());
    // When
    List<String> unknown =
        unknown("primary", stored, orphan, staging.upload().key(), "somebody/else's");
    // Then
    assertThat(unknown).containsExactly(orphan, "somebody/else's");
    assertThat(unknown("cold", stored)).containsExactly(stored);
  }

  @Test
  void knowsWhatCanBeRestored() {
    // Given
    Image image = registry.active();
    registry.deletion.delete(Registry.MEMBER, image.id(), Precondition.NONE).await().indefinitely();
    // When
    List<String> unknown = unknown("primary", key(image));
    // Then
    assertThat(unknown).isEmpty();
  }

  @Test
  void knowsWhatRunsMayStillWrite() {
    // Given
    ImportTask importing = registry.importing(Optional.empty());
    Image image = registry.active();
    ImportTask copying =
        registry
            .copies
            .request(Registry.ADMIN, image.id(), Registry.to(true, "cold"), "req-1")
            .await()
            .indefinitely()
            .orElseThrow();
    UUID importRun = UUID.randomUUID();
    UUID copyRun = UUID.randomUUID();
    String imported = importing.targetKey(importRun);
    String[] staged =
        importing.stages(importRun).stream().map(Location::key).toArray(String[]::new);
    String copied = copying.targetKey(copyRun);
    assertThat(unknown("primary", imported)).containsExactly(imported);
    // When
    assertThat(registry.claim(importRun).task().id()).isEqualTo(importing.id());
    assertThat(registry.claim(copyRun).task().id()).isEqualTo(copying.id());
    // Then
    assertThat(unknown("primary", imported)).isEmpty();
    assertThat(staged).hasSize(2);
    assertThat(unknown("primary", staged)).isEmpty();
    assertThat(unknown("cold", imported)).containsExactly(imported);
    assertThat(unknown("cold", copied)).isEmpty();
  }
}
