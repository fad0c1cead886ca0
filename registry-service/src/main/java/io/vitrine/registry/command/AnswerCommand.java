package io.vitrine.registry.command;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.CommandResult;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind.Fault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * Carries a command out once, however often it comes, and answers each time. What it does, that it
 * was done, and the answer commit together: the use cases join the unit of work that is here.
 */
@ApplicationScoped
public class AnswerCommand {
  private final UnitOfWork unit;
  private final Commands commands;
  private final Outbox outbox;
  private final Clock clock;

  public AnswerCommand(UnitOfWork unit, Commands commands, Outbox outbox, Clock clock) {
    this.unit = unit;
    this.commands = commands;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Carries it out, or repeats the answer that it got before. A refusal is remembered, too; what is
   * not the caller's fault fails, is not remembered, and may be tried again.
   *
   * @param fingerprint of what it asks for, and for whom
   */
  public Uni<CommandResult> carryOut(
      Received command, String fingerprint, Supplier<Uni<Outcome>> deed) {
    return once(command, fingerprint, () -> deed.get().map(command::completed))
        .onFailure(AnswerCommand::isRefusal)
        .recoverWithUni(e ->
            once(
                command,
                fingerprint,
                () -> Uni.createFrom().item(command.refused(((ProblemException) e).problem()))));
  }

  /** Refuses what nothing was tried for. It may come again under the same id. */
  public Uni<CommandResult> refuse(Received command, Problem problem) {
    CommandResult answer = command.refused(problem);
    return unit.inTransaction(() -> outbox.publish(answer)).replaceWith(answer);
  }

  private Uni<CommandResult> once(
      Received command, String fingerprint, Supplier<Uni<CommandResult>> answer) {
    return unit.inTransaction(() ->
        commands
            .begin(command, fingerprint, clock.instant())
            .chain(known ->
                known
                    .map(before -> Uni.createFrom().item(again(command, fingerprint, before)))
                    .orElseGet(() -> answer.get().call(commands::conclude)))
            .call(outbox::publish));
  }

  private static CommandResult again(Received command, String fingerprint, Commands.Known known) {
    return known.fingerprint().equals(fingerprint)
        ? known.answer().withKey(command.key())
        : command.refused(new CommandProblem.IdReused(command.id()));
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof ProblemException e && e.problem().kind().fault() == Fault.CALLER;
  }
}
