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
import io.vitrine.store.release.ReleaseLines.Rules;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlobReleaseReceiverTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final ObjectKey KEY = new ObjectKey("images/1");

  private final List<String> released = new CopyOnWriteArrayList<>();
  private final List<String> outcomes = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private BlobReleaseReceiver receiver(ReleaseBlob releases, Clock clock, Duration patience) {
    Rules rules = new Rules(Duration.ofMillis(1), Duration.ofMillis(2), patience, 3);
    return new BlobReleaseReceiver(releases, threads, clock, rules);
  }

  private BlobReleaseReceiver receiver(ReleaseBlob releases, Duration patience) {
    return receiver(releases, Clock.systemUTC(), patience);
  }

  /** Fails so often, and then removes what it is told to. */
  private ReleaseBlob failing(String store, int times, RuntimeException failure) {
    AtomicInteger left = new AtomicInteger(times);
    return new ReleaseBlob(new Stores(Map.of())) {
      @Override
      public void release(String from, ObjectKey key, String cause) {
        if (from.equals(store) && left.getAndDecrement() > 0) {
          throw failure;
        }
        released.add(from);
      }
    };
  }

  private static ObjectStoreException fault(Failure failure) {
    return new ObjectStoreException(failure, "told to fail", null);
  }

  private void awaitOutcomes(String... expected) {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(outcomes).containsExactly(expected));
  }

  @ParameterizedTest
  @EnumSource(names = {"MISSING", "REFUSED"})
  void putsAsideWhatTheStoreRefusesForGood(Failure failure) {
    // When
    receiver(failing("primary", 1, fault(failure)), LIMIT)
        .onRelease(release("primary", null))
        .subscribeAsCompletionStage();

    // Then
    awaitOutcomes("nacked");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "DENIED", "FULL"})
  void triesAgainWhatAnOperatorCanSetRight(Failure failure) {
    // When
    receiver(failing("primary", 5, fault(failure)), LIMIT)
        .onRelease(release("primary", null))
        .subscribeAsCompletionStage();

    // Then
    awaitOutcomes("acked");
    assertThat(released).containsExactly("primary");
  }

  @Test
  void carriesOutOnceWhatKafkaBringsAgainWhileItWaits() {
    // Given: at most three may be in line, and the one that is there comes again and again.
    AtomicBoolean away = new AtomicBoolean(true);
    ReleaseBlob releases =
        new ReleaseBlob(new Stores(Map.of())) {
          @Override
          public void release(String from, ObjectKey key, String cause) {
            if (away.get()) {
              throw fault(Failure.UNAVAILABLE);
            }
            released.add(from);
          }
        };
    BlobReleaseReceiver receiver = receiver(releases, LIMIT);
    for (int time = 0; time < 5; time++) {
      receiver.onRelease(release("primary", null)).subscribeAsCompletionStage().join();
    }

    // When
    away.set(false);

    // Then
    awaitOutcomes("acked", "acked", "acked", "acked", "acked");
    assertThat(released).containsExactly("primary");
  }

  @Test
  void waitsForAStoreThatComesBack() {
    // Given
    ReleaseBlob nothing = new ReleaseBlob(new Stores(Map.of()));
    AtomicInteger tried = new AtomicInteger();
    ReleaseBlob later =
        new ReleaseBlob(new Stores(Map.of())) {
          @Override
          public void release(String store, ObjectKey key, String cause) {
            if (tried.incrementAndGet() < 5) {
              nothing.release(store, key, cause);
            }
          }
        };

    // When
    receiver(later, LIMIT).onRelease(release("primary", null)).subscribeAsCompletionStage();

    // Then
    awaitOutcomes("acked");
  }

  @Test
  void givesUpInTheEnd() {
    // When
    receiver(new ReleaseBlob(new Stores(Map.of())), Duration.ZERO)
        .onRelease(release("primary", null))
        .subscribeAsCompletionStage();

    // Then
    awaitOutcomes("nacked");
  }

  @Test
  void aStoreThatIsAwayHoldsUpNoOther() {
    // Given
    BlobReleaseReceiver receiver =
        receiver(failing("away", Integer.MAX_VALUE, fault(Failure.UNAVAILABLE)), LIMIT);

    // When
    boolean goesOn =
        receiver.onRelease(release("away", null)).subscribeAsCompletionStage().isDone();
    receiver.onRelease(release("primary", null)).subscribeAsCompletionStage();

    // Then
    assertThat(goesOn).isTrue();
    awaitOutcomes("acked");
    assertThat(released).containsExactly("primary");
  }

  @Test
  void oneThatFailsLetsTheOthersOfItsStorePass() {
    // Given
    ReleaseBlob releases =
        new ReleaseBlob(new Stores(Map.of())) {
          @Override
          public void release(String store, ObjectKey key, String cause) {
            if (key.equals(KEY)) {
              throw fault(Failure.DENIED);
            }
            released.add(store);
          }
        };
    BlobReleaseReceiver receiver = receiver(releases, LIMIT);

    // When
    receiver.onRelease(release("primary", null)).subscribeAsCompletionStage();
    receiver.onRelease(release("primary", "images/2", null)).subscribeAsCompletionStage();

    // Then
    awaitOutcomes("acked");
  }

  @Test
  void takesNoMoreThanItCanRemember() {
    // Given
    BlobReleaseReceiver receiver =
        receiver(failing("away", Integer.MAX_VALUE, fault(Failure.UNAVAILABLE)), LIMIT);

    // Then
    assertThat(IntStream.range(0, 5))
        .anyMatch(i ->
            !receiver
                .onRelease(release("away", "images/" + i, null))
                .subscribeAsCompletionStage()
                .isDone());
  }

  @Test
  void waitsForWhoeverMayStillBeWritingAndLetsOthersPass() {
    // Given
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    BlobReleaseReceiver receiver =
        receiver(
            failing("none", 0, fault(Failure.REFUSED)), Clock.fixed(now, ZoneOffset.UTC), LIMIT);

    // When
    receiver.onRelease(release("later", now.plusSeconds(1))).subscribeAsCompletionStage();
    receiver.onRelease(release("now", now)).subscribeAsCompletionStage();

    // Then
    awaitOutcomes("acked", "acked");
    assertThat(released).containsExactly("now", "later");
  }

  private Message<byte[]> release(String store, @Nullable Instant notBefore) {
    return release(store, KEY.value(), notBefore);
  }

  private Message<byte[]> release(String store, String key, @Nullable Instant notBefore) {
    BlobReleased fact = new BlobReleased(UUID.randomUUID(), store, key, "deleted", notBefore);
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
