package io.vitrine.store.upload.resumable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final UUID UPLOAD = UUID.randomUUID();

  private final Turns turns = new Turns(Duration.ofSeconds(30));

  @Test
  void asksWhoeverHasTheTurn() {
    // Given
    CountDownLatch asked = new CountDownLatch(1);
    Turns.Turn first = turns.take(UPLOAD, asked::countDown);
    // When
    CompletableFuture<Turns.Turn> second =
        CompletableFuture.supplyAsync(() -> turns.take(UPLOAD, () -> {}));
    await().until(() -> asked.getCount() == 0);
    first.close();
    // Then
    second.join().close();
  }

  @Test
  void asksOneThatGetsTheTurnWhileANewerOneIsStillAskingTheOneBefore() throws Exception {
    // Given: the third one is on its way, not in the queue
    AtomicInteger askers = new AtomicInteger();
    CountDownLatch goOn = new CountDownLatch(1);
    Turns.Turn first =
        turns.take(
            UPLOAD,
            () -> {
              if (askers.incrementAndGet() == 2) {
                uninterruptibly(goOn);
              }
            });
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Turns.Turn> second =
        CompletableFuture.supplyAsync(() -> turns.take(UPLOAD, asked::countDown));
    await().until(() -> askers.get() == 1);
    Thread third = Thread.ofVirtual().start(() -> turns.take(UPLOAD, () -> {}).close());
    await().until(() -> askers.get() == 2);
    // When
    first.close();
    Turns.Turn turn = second.join();
    // Then
    assertThat(asked.getCount()).isZero();
    turn.close();
    goOn.countDown();
    third.join();
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
