package io.vitrine.registry.command;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.CommandResult;
import java.time.Instant;
import java.util.Optional;

/** Which commands have been answered, and how. Needs a surrounding unit of work. */
public interface Commands {

  /**
   * What is known of a command.
   *
   * @param fingerprint tells one content from another
   */
  record Known(String fingerprint, CommandResult answer) {}

  /**
   * Begins a command, or says what is known of it. Whoever else begins the same one meanwhile waits
   * for the end of this unit of work.
   */
  Uni<Optional<Known>> begin(Received command, String fingerprint, Instant now);

  /** Remembers the answer to a command that this unit of work has begun. */
  Uni<Void> conclude(CommandResult answer);

  /** Forgets at most so many that began before that time; returns how many. */
  Uni<Integer> forget(Instant before, int max);
}
