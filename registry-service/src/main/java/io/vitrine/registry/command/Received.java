package io.vitrine.registry.command;

import io.vitrine.events.CommandResult;
import io.vitrine.events.CommandResult.CommandCompleted;
import io.vitrine.events.CommandResult.CommandRefused;
import io.vitrine.problem.Problem;
import io.vitrine.problem.RequestProblem;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/**
 * A command as it came, whatever it asks for.
 *
 * @param id by which it is done only once
 * @param type of CloudEvents
 * @param key by which its answer goes
 */
public record Received(String id, String type, String key) {

  /** The id of an image that the command makes without naming one: with each try the same. */
  public UUID newImageId() {
    return UUID.nameUUIDFromBytes(("vitrine command " + id).getBytes(StandardCharsets.UTF_8));
  }

  public CommandResult completed(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(UUID image) ->
          new CommandCompleted(id, type, key, image, null, null, null, null);
      case Outcome.Begun(UUID image, UUID task) ->
          new CommandCompleted(id, type, key, image, task, null, null, null);
      case Outcome.Swept swept ->
          new CommandCompleted(
              id, type, key, null, null, swept.changed(), swept.skipped(), swept.more());
    };
  }

  CommandResult refused(Problem problem) {
    return new CommandRefused(
        id, type, key, new CommandRefused.Reason(code(problem), problem.message()));
  }

  /** What cannot be understood has a word of its own; all else has that of its kind. */
  private static String code(Problem problem) {
    return problem instanceof RequestProblem.Malformed
        ? "malformed"
        : problem.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
