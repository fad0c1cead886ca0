package io.vitrine.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoresReadinessTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final InMemoryObjectStore there = new InMemoryObjectStore("there");
  private final S3ObjectStore away =
      S3ObjectStore.connect(
          new StoreSettings(
              "away",
              URI.create("http://127.0.0.1:1"),
              "bucket",
              "",
              "us-east-1",
              "a",
              "s",
              8 << 20,
              false));

  @AfterEach
  void stop() {
    away.close();
    threads.shutdownNow();
  }

  @Test
  void saysWhichStoreIsAwayAndStaysReady() {
    // When
    HealthCheckResponse health = readiness(Map.of("there", there, "away", away));

    // Then
    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getData().orElseThrow())
        .containsEntry("there", "reachable")
        .hasEntrySatisfying("away", state -> assertThat(state.toString()).contains("UNAVAILABLE"));
  }

  @Test
  void isNotReadyWithoutAnyStoreThatAnswers() {
    assertThat(readiness(Map.of("away", away)).getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void waitsForNoStoreIfThereIsNone() {
    assertThat(readiness(Map.of()).getStatus()).isEqualTo(Status.UP);
  }

  private HealthCheckResponse readiness(Map<String, ObjectStore> stores) {
    return new StoresReadiness(new Stores(stores), threads).call();
  }
}
