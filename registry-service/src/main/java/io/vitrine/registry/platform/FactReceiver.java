package io.vitrine.registry.platform;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.Fact;
import io.vitrine.events.FactMessage;
import io.vitrine.outbox.CurrentCause;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How every consumer here takes a record: acknowledged after its effect is durable; tried again
 * while the database is away; a record that cannot be read, whose data the database refuses, or of
 * which there is more to tell than Kafka takes, goes to the dead letters: no other try would end
 * better, and those behind it wait.
 */
public final class FactReceiver {
  private static final Logger LOG = Logger.getLogger(FactReceiver.class);

  /** Classes of SQLSTATE. */
  private static final String DATA_EXCEPTION = "22";

  private static final String VIOLATION = "23";

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
    CurrentCause.set(FactMessage.causeOf(message));
    return fact.filter(family::isInstance)
        .map(family::cast)
        .map(known -> apply(known, effect))
        .orElseGet(() -> Uni.createFrom().voidItem())
        .onItemOrFailure()
        .transformToUni((ignored, failure) ->
            Uni.createFrom()
                .completionStage(() -> failure == null ? message.ack() : message.nack(failure)));
  }

  private static <F extends Fact> Uni<Void> apply(F fact, Function<F, Uni<Void>> effect) {
    return Uni.createFrom()
        .deferred(() -> effect.apply(fact))
        .onFailure()
        .invoke(e ->
            LOG.warnf(
                e,
                "%s: %s of %s",
                isRefused(e) ? "To the dead letters" : "Trying again",
                fact.getClass().getSimpleName(),
                fact.subject()))
        .onFailure(e -> !isRefused(e))
        .retry()
        .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(5))
        .indefinitely();
  }

  private static boolean isRefused(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(cause ->
            cause instanceof RecordTooLargeException
                || (cause instanceof SQLException e && isRefused(e.getSQLState())));
  }

  private static boolean isRefused(@Nullable String state) {
    return state != null && (state.startsWith(DATA_EXCEPTION) || state.startsWith(VIOLATION));
  }
}
