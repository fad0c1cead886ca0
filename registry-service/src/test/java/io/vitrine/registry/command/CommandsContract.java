package io.vitrine.registry.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.CommandResult;
import io.vitrine.registry.command.Commands.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What everybody promises who remembers commands. */
public abstract class CommandsContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Received command = new Received(UUID.randomUUID().toString(), "t", "k");
  private final CommandResult answer = command.completed(new Outcome.Done(new UUID(0, 1)));

  protected abstract Commands commands();

  /** Does the work in a transaction of its own. */
  protected abstract <T> T commit(Supplier<Uni<T>> work);

  private void done(Instant at) {
    commit(() -> commands().begin(command, "f", at).call(() -> commands().conclude(answer)));
  }

  @Test
  void remembersWhatWasAnswered() {
    done(NOW);

    assertThat(commit(() -> commands().begin(command, "g", NOW))).contains(new Known("f", answer));
  }

  @Test
  void remembersNothingOfWhatWasRolledBack() {
    // Given
    assertThatThrownBy(() ->
            commit(() ->
                commands()
                    .begin(command, "f", NOW)
                    .onItem()
                    .failWith(() -> new IllegalStateException("no"))))
        .isInstanceOf(IllegalStateException.class);
    // Then
    assertThat(commit(() -> commands().begin(command, "g", NOW))).isEmpty();
  }

  @Test
  void forgetsTheOldOnly() {
    // Given
    done(NOW);
    // Then
    assertThat(commit(() -> commands().forget(NOW, 10))).isZero();
    assertThat(commit(() -> commands().begin(command, "f", NOW))).isPresent();
    assertThat(commit(() -> commands().forget(NOW.plus(Duration.ofSeconds(1)), 10))).isPositive();
    assertThat(commit(() -> commands().begin(command, "f", NOW))).isEmpty();
  }
}
