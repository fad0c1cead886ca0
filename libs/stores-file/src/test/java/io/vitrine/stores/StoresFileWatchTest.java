package io.vitrine.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresFileWatchTest {
  @TempDir Path directory;

  private final BlockingQueue<Set<String>> told = new LinkedBlockingQueue<>();
  private StoresFileWatch watch = new StoresFileWatch(Optional.empty());

  @AfterEach
  void stop() {
    watch.stop();
  }

  @Test
  void needsNoFile() {
    // When
    follow();

    // Then
    assertThat(told).containsExactly(Set.of());
    assertThat(readiness().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void followsALinkToAnotherFile() throws IOException, InterruptedException {
    // Given
    Path first = Files.writeString(directory.resolve("first"), "fast.weight=1");
    Path second = Files.writeString(directory.resolve("second"), "slow.weight=1");
    Path link = Files.createSymbolicLink(directory.resolve("link"), first);
    watch = new StoresFileWatch(Optional.of(link));
    follow();
    assertThat(told.poll()).containsExactly("fast");

    // When
    Files.delete(link);
    Files.createSymbolicLink(link, second);

    // Then
    assertThat(told.poll(60, TimeUnit.SECONDS)).containsExactly("slow");
  }

  @Test
  void beginsWithNoFileThatIsHalfWritten() throws Exception {
    // Given
    Path file = Files.writeString(directory.resolve("stores"), "fast.weight=1");
    watch = new StoresFileWatch(Optional.of(file));
    Thread start = Thread.ofVirtual().start(this::follow);

    // When
    Files.writeString(file, "fast.weight=1\nslow.weight=1\n");
    start.join();

    // Then
    assertThat(told.poll()).containsExactlyInAnyOrder("fast", "slow");
    assertThat(readiness().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void isNotReadyIfItHasNeverReadTheFile() {
    // Given
    watch = new StoresFileWatch(Optional.of(directory.resolve("missing")));

    // When
    follow();

    // Then
    assertThat(told).isEmpty();
    assertThat(readiness().getStatus()).isEqualTo(Status.DOWN);
    assertThat(readiness().getData().orElseThrow().get("state").toString())
        .contains("cannot be read");
  }

  private void follow() {
    watch.follow(stores -> Set.copyOf(stores.byName().keySet()), told::add);
  }

  private HealthCheckResponse readiness() {
    return new StoresFileReadiness(watch).call();
  }
}
