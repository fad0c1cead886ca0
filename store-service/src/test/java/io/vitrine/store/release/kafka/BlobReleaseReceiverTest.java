package io.vitrine.store.release.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.reactive.messaging.ce.CloudEventMetadata;
import io.smallrye.reactive.messaging.ce.impl.DefaultIncomingCloudEventMetadata;
import io.vitrine.events.BlobReleaseFact.BlobReleased;
import io.vitrine.events.FactCodec;
import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.Stores;
import io.vitrine.store.release.ReleaseBlob;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlobReleaseReceiverTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final List<String> outcomes = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource(names = {"DENIED", "REFUSED"})
  void putsAsideWhatTheStoreRefusesForGood(Failure failure) {
    // Given
    ReleaseBlob refused =
        new ReleaseBlob(new Stores(Map.of())) {
          @Override
          public void release(String store, ObjectKey key, String cause) {
            throw new ObjectStoreException(failure, "told to fail", null);
          }
        };

    // When
    new BlobReleaseReceiver(refused, threads).onRelease(release(null)).await().atMost(LIMIT);

    // Then
    assertThat(outcomes).containsExactly("nacked");
  }

  @Test
  void waitsForWhoeverMayStillBeWritingAndLetsOthersPass() {
    // Given
    List<String> released = new CopyOnWriteArrayList<>();
    ReleaseBlob releases =
        new ReleaseBlob(new Stores(Map.of())) {
          @Override
          public void release(String store, ObjectKey key, String cause) {
            released.add(store);
          }
        };
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    BlobReleaseReceiver receiver =
        new BlobReleaseReceiver(releases, threads, Clock.fixed(now, ZoneOffset.UTC));

    // When
    receiver.onRelease(release(now.plusSeconds(1))).await().atMost(LIMIT);

    // Then
    assertThat(released).isEmpty();
    receiver.onRelease(release(now)).await().atMost(LIMIT);
    assertThat(released).hasSize(1);
    await().untilAsserted(() -> assertThat(outcomes).containsExactly("acked", "acked"));
    assertThat(released).hasSize(2);
  }

  private Message<byte[]> release(@Nullable Instant notBefore) {
    BlobReleased fact =
        new BlobReleased(UUID.randomUUID(), "primary", "images/1", "deleted", notBefore);
    CloudEventMetadata<byte[]> event =
        new DefaultIncomingCloudEventMetadata<>(
            CloudEventMetadata.CE_VERSION_1_0,
            "1",
            URI.create("/test"),
            FactCodec.typeOf(fact),
            "application/json",
            null,
            null,
            null,
            Map.of(),
            null);
    return Message.of(FactCodec.encode(fact))
        .addMetadata(event)
        .withAck(() -> settle("acked"))
        .withNack(cause -> settle("nacked"));
  }

  private CompletableFuture<Void> settle(String outcome) {
    outcomes.add(outcome);
    return CompletableFuture.completedFuture(null);
  }
}
