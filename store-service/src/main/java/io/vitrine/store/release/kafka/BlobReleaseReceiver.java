package io.vitrine.store.release.kafka;

import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.vitrine.events.BlobReleaseFact.BlobReleased;
import io.vitrine.events.Fact;
import io.vitrine.events.FactMessage;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.store.release.ReleaseBlob;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Acknowledges a release after the bytes are gone; waits for a store that is away. */
@ApplicationScoped
class BlobReleaseReceiver {
  private static final Logger LOG = Logger.getLogger(BlobReleaseReceiver.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final ReleaseBlob releases;
  private final ExecutorService threads;
  private final Clock clock;

  @Inject
  BlobReleaseReceiver(ReleaseBlob releases, @VirtualThreads ExecutorService threads) {
    this(releases, threads, Clock.systemUTC());
  }

  BlobReleaseReceiver(ReleaseBlob releases, ExecutorService threads, Clock clock) {
    this.releases = releases;
    this.threads = threads;
    this.clock = clock;
  }

  @Incoming("blob-releases")
  Uni<Void> onRelease(Message<byte[]> message) {
    Optional<Fact> fact;
    try {
      fact = FactMessage.read(message);
    } catch (RuntimeException e) {
      return deadLetter(message, e);
    }
    if (fact.orElse(null) instanceof BlobReleased released) {
      return carryOut(message, released);
    }
    return Uni.createFrom().completionStage(message.ack());
  }

  private Uni<Void> carryOut(Message<byte[]> message, BlobReleased fact) {
    Uni<Void> released =
        release(fact)
            .chain(() -> Uni.createFrom().completionStage(message.ack()))
            .onFailure()
            .recoverWithUni(e -> deadLetter(message, e));
    Duration wait =
        fact.notBefore() == null
            ? Duration.ZERO
            : Duration.between(clock.instant(), fact.notBefore());
    if (!wait.isPositive()) {
      return released;
    }
    // Those behind it need not wait, too. One that this process does not live to see comes again.
    Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(wait)
        .chain(() -> released)
        .subscribe()
        .with(done -> {}, e -> LOG.error("A release cannot be put aside", e));
    return Uni.createFrom().voidItem();
  }

  private Uni<Void> release(BlobReleased fact) {
    return Uni.createFrom()
        .<Void>emitter(done -> {
          releases.release(fact.store(), new ObjectKey(fact.key()), fact.cause());
          done.complete(null);
        })
        .runSubscriptionOn(threads)
        .onFailure(BlobReleaseReceiver::isRetryable)
        .invoke(e -> LOG.warnf("Trying again: %s", e.getMessage()))
        .onFailure(BlobReleaseReceiver::isRetryable)
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely();
  }

  /** What the store refuses for good must not hold up the releases behind it. */
  private static boolean isRetryable(Throwable cause) {
    return cause instanceof ObjectStoreException store && store.failure().isRetryable();
  }

  private static Uni<Void> deadLetter(Message<byte[]> message, Throwable cause) {
    LOG.error("A release cannot be carried out and goes to the dead letters", cause);
    return Uni.createFrom().completionStage(() -> message.nack(cause));
  }
}
