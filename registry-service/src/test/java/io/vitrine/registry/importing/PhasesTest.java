package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.Blob;
import io.vitrine.events.ImportRun.Completed;
import io.vitrine.events.ImportRun.Failed;
import io.vitrine.events.ImportRun.Staged;
import io.vitrine.events.ImportRun.Unpacked;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageAttributes;
import io.vitrine.registry.image.ImageStatus;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.Visibility;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A phase of an import that is done is done for the next run, too. */
class PhasesTest {
  private static final ImageAttributes OWNERS =
      Registry.attributes(Visibility.SHARED, "vmdk", false)
          .withProperties(Map.of("os_type", "windows"));

  private final Registry registry = new Registry();
  private final ImportTask task =
      registry
          .fetches
          .fromWeb(
              Registry.MEMBER,
              registry.queued(OWNERS).id(),
              () -> "http://mirror.example/a",
              Wish.PLAIN,
              "req-1")
          .await()
          .indefinitely();
  private final UUID run = UUID.randomUUID();
  private final Location fetched = task.stages(run).getFirst();
  private final Location unpacked = task.stages(run).getLast();

  private Staged staged(Location where, @Nullable Unpacked contents) {
    Blob blob = new Blob(where.store(), where.key(), 7, "md5", "sha512", "sha", "vmdk", 70L);
    return new Staged(task.imageId(), task.id(), run, blob, contents);
  }

  private static Unpacked contents() {
    return new Unpacked("bare", "qcow2", 1, 512, Map.of("os_type", "linux", "hw_disk_bus", "scsi"));
  }

  private Image image() {
    return registry.image(task.imageId());
  }

  @Test
  void anotherRunBeginsWithWhatWasFetched() {
    // Given
    registry.claim(run);
    registry.on(staged(fetched, null));
    registry.expire(task);
    // When
    ClaimImport.Claim claim = registry.claim(UUID.randomUUID());
    // Then
    assertThat(claim.image().staged().orElseThrow().first()).isEqualTo(fetched);
    assertThat(claim.image().attributes()).isEqualTo(OWNERS);
    assertThat(registry.released())
        .containsExactly(new Location("primary", task.targetKey(run)), unpacked);
  }

  @Test
  void thePhaseKeepsTheLease() {
    // Given
    registry.claim(run);
    registry.clock.advance(Registry.LEASE.minusSeconds(1));
    registry.on(staged(fetched, null));
    registry.clock.advance(Registry.LEASE.minusSeconds(1));
    // When
    registry.runs.expire(registry.task(task)).await().indefinitely();
    // Then
    assertThat(registry.task(task).running(run)).isPresent();
  }

  private Completed completed() {
    return new Completed(task.imageId(), task.id(), run, Registry.blob(task.targetKey(run)));
  }

  /** As the next run hears of it. */
  private ImageAttributes known() {
    return registry.task(task).describe(image().attributes());
  }

  @Test
  void whatComesOutOfAContainerSaysWhatItIs() {
    // Given
    registry.claim(run);
    registry.on(staged(fetched, null));
    // When
    registry.on(staged(unpacked, contents()));
    // Then
    assertThat(known().containerFormat()).isEqualTo("bare");
    assertThat(known().diskFormat()).isEqualTo("qcow2");
    assertThat(image().attributes()).as("before it has the bytes").isEqualTo(OWNERS);
    assertThat(image().status()).isInstanceOf(ImageStatus.Importing.class);
    assertThat(image().staged().orElseThrow().first()).isEqualTo(unpacked);
    assertThat(registry.released()).containsExactly(fetched);
  }

  @Test
  void theImageGetsWithItsBytesWhatTheContainerSays() {
    // Given
    registry.claim(run);
    registry.on(staged(unpacked, contents()));
    // When
    registry.on(completed());
    // Then
    assertThat(image().attributes().containerFormat()).isEqualTo("bare");
    assertThat(image().attributes().minDisk()).isEqualTo(1);
    assertThat(image().attributes().minRam()).isEqualTo(512);
  }

  @Test
  void theOwnersOwnPropertiesGoBeforeTheContainers() {
    // Given
    registry.claim(run);
    registry.on(staged(unpacked, contents()));
    // When
    registry.on(completed());
    // Then
    assertThat(image().attributes().properties())
        .containsExactly(Map.entry("hw_disk_bus", "scsi"), Map.entry("os_type", "windows"));
  }

  @Test
  void theSourcesPropertiesGoBeforeTheContainers() {
    // Given
    registry.claim(run);
    registry.on(
        staged(fetched, new Unpacked("ova", "vmdk", 2, 0, Map.of("hw_disk_bus", "virtio"))));
    // When
    registry.on(staged(unpacked, contents()));
    // Then
    assertThat(known().containerFormat()).isEqualTo("bare");
    assertThat(known().minDisk()).isEqualTo(2);
    assertThat(known().minRam()).isEqualTo(512);
    assertThat(known().properties()).containsEntry("hw_disk_bus", "virtio");
  }

  @Test
  void aFailedImportLeavesTheImageAsItWas() {
    // Given
    registry.claim(run);
    registry.on(staged(unpacked, contents()));
    // When
    registry.on(new Failed(task.imageId(), task.id(), run, "it is cut short"));
    // Then
    assertThat(image().status()).isEqualTo(new ImageStatus.Queued());
    assertThat(image().attributes()).isEqualTo(OWNERS);
  }

  @Test
  void whatIsFoundStaysFoundForTheNextRun() {
    // Given
    registry.claim(run);
    registry.on(staged(unpacked, contents()));
    // When
    registry.expire(task);
    // Then
    assertThat(known().containerFormat()).isEqualTo("bare");
    assertThat(known().properties()).containsEntry("hw_disk_bus", "scsi");
  }

  @Test
  void aPhaseThatIsReportedTwiceIsKept() {
    // Given
    registry.claim(run);
    registry.on(staged(fetched, null));
    // When
    registry.on(staged(fetched, null));
    // Then
    assertThat(image().objects()).containsExactly(fetched);
    assertThat(registry.released()).isEmpty();
  }

  @Test
  void aPhaseOfARunThatLostItsLeaseIsReleased() {
    // Given
    registry.claim(run);
    registry.expire(task);
    registry.claim(UUID.randomUUID());
    registry.catalogue.facts.clear();
    // When
    registry.on(staged(fetched, null));
    // Then
    assertThat(image().staged()).isEmpty();
    assertThat(registry.released()).containsExactly(fetched);
  }

  @Test
  void nothingIsStagedBehindTheResult() {
    // Given
    // What is staged already goes first.
    ImportTask several = registry.importing(Registry.to(true, "cold", "other"));
    UUID second = UUID.randomUUID();
    assertThat(registry.claim(second).task().id()).isEqualTo(several.id());
    Blob result =
        new Blob("cold", several.targetKey(second), 7, "md5", "sha512", "sha", "raw", 70L);
    registry.on(new Completed(several.imageId(), several.id(), second, result));
    registry.catalogue.facts.clear();
    Location late = several.stages(second).getFirst();
    Blob blob = new Blob(late.store(), late.key(), 7, "md5", "sha512", "sha", "raw", 70L);
    // When
    registry.on(new Staged(several.imageId(), several.id(), second, blob, null));
    // Then
    assertThat(registry.image(several.imageId()).objects())
        .containsExactly(new Location("cold", result.key()));
    assertThat(registry.released()).containsExactly(late);
  }

  @Test
  void theResultReleasesWhatItWasMadeFrom() {
    // Given
    registry.claim(run);
    registry.on(staged(unpacked, contents()));
    // When
    registry.on(completed());
    // Then
    assertThat(image().status()).isInstanceOf(ImageStatus.Active.class);
    assertThat(registry.released()).containsExactly(unpacked);
  }
}
