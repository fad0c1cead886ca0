package io.vitrine.registry.platform;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.Fact;
import io.vitrine.events.FactMessage;
import io.vitrine.identity.RequestIds;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * How every consumer here takes a record: acknowledged after its effect is durable; tried again
 * while the database is away; a record that cannot be read goes to the dead letters.
 */
public final class FactReceiver {
  private static final Logger LOG = Logger.getLogger(FactReceiver.class);

  private FactReceiver() {}

  public static <F extends Fact> Uni<Void> receive(
      Message<byte[]> message, Class<F> family, Function<F, Uni<Void>> effect) {
    Optional<Fact> fact;
    try {
      fact = FactMessage.read(message);
    } catch (RuntimeException e) {
      LOG.error("A record cannot be read and goes to the dead letters", e);
      return Uni.createFrom().completionStage(() -> message.nack(e));
    }
    FactMessage.requestIdOf(message).ifPresent(id -> MDC.put(RequestIds.LOG_KEY, id));
    return fact.filter(family::isInstance)
        .map(family::cast)
        .map(known -> apply(known, effect))
        .orElseGet(() -> Uni.createFrom().voidItem())
        .chain(() -> Uni.createFrom().completionStage(message.ack()));
  }

  private static <F extends Fact> Uni<Void> apply(F fact, Function<F, Uni<Void>> effect) {
    return Uni.createFrom()
        .deferred(() -> effect.apply(fact))
        .onFailure()
        .invoke(e ->
            LOG.warnf(
                e, "Trying again: %s of image %s", fact.getClass().getSimpleName(), fact.imageId()))
        .onFailure()
        .retry()
        .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(5))
        .indefinitely();
  }
}
