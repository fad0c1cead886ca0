package io.vitrine.store.release.kafka;

import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.vitrine.events.BlobReleaseFact.BlobReleased;
import io.vitrine.events.Fact;
import io.vitrine.events.FactMessage;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.store.release.ReleaseBlob;
import io.vitrine.store.release.ReleaseLines;
import io.vitrine.store.release.ReleaseLines.Rules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Acknowledges a release after the bytes are gone. None waits for one of another store: Kafka's
 * offset follows the first that is not done, and what this process does not live to see comes
 * again.
 */
@ApplicationScoped
class BlobReleaseReceiver {
  private static final Logger LOG = Logger.getLogger(BlobReleaseReceiver.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Some tens of MiB. */
  private static final int LONGEST_LINE = 20_000;

  private final ReleaseLines lines;
  private final Clock clock;

  @Inject
  BlobReleaseReceiver(
      ReleaseBlob releases, @VirtualThreads ExecutorService threads, ReleaseConfig config) {
    this(
        releases,
        threads,
        Clock.systemUTC(),
        new Rules(FIRST_PAUSE, LONGEST_PAUSE, config.patience(), LONGEST_LINE));
  }

  BlobReleaseReceiver(ReleaseBlob releases, ExecutorService threads, Clock clock, Rules rules) {
    this.lines = new ReleaseLines(releases, threads, clock, rules);
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

  /** Ends when the next one may come. */
  private Uni<Void> carryOut(Message<byte[]> message, BlobReleased fact) {
    Duration wait =
        fact.notBefore() == null
            ? Duration.ZERO
            : Duration.between(clock.instant(), fact.notBefore());
    if (!wait.isPositive() && lines.isLong(fact.store())) {
      return release(message, fact);
    }
    Uni<Void> begin = Uni.createFrom().voidItem();
    (wait.isPositive() ? begin.onItem().delayIt().by(wait) : begin)
        .chain(() -> release(message, fact))
        .subscribe()
        .with(done -> {}, e -> LOG.error("What became of a release cannot be told to Kafka", e));
    return Uni.createFrom().voidItem();
  }

  private Uni<Void> release(Message<byte[]> message, BlobReleased fact) {
    Instant since =
        message
            .getMetadata(IncomingKafkaRecordMetadata.class)
            .map(BlobReleaseReceiver::timestamp)
            .orElseGet(clock::instant);
    return Uni.createFrom()
        .completionStage(
            () -> lines.add(fact.store(), new ObjectKey(fact.key()), fact.cause(), since))
        .chain(() -> Uni.createFrom().completionStage(message.ack()))
        .onFailure()
        .recoverWithUni(e -> deadLetter(message, e));
  }

  private static Instant timestamp(IncomingKafkaRecordMetadata<?, ?> release) {
    return release.getTimestamp();
  }

  private static Uni<Void> deadLetter(Message<byte[]> message, Throwable cause) {
    LOG.error("A release cannot be carried out and goes to the dead letters", cause);
    return Uni.createFrom().completionStage(() -> message.nack(cause));
  }
}
