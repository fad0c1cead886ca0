package io.vitrine.registry.command;

import io.smallrye.mutiny.Uni;
import io.vitrine.outbox.UnitOfWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Commands are not remembered for ever: one that comes again later than that is done again. */
@ApplicationScoped
public class ForgetCommands {
  private final UnitOfWork unit;
  private final Commands commands;
  private final CommandRules rules;
  private final Clock clock;

  public ForgetCommands(UnitOfWork unit, Commands commands, CommandRules rules, Clock clock) {
    this.unit = unit;
    this.commands = commands;
    this.rules = rules;
    this.clock = clock;
  }

  /** Forgets at most so many; returns how many. */
  public Uni<Integer> forget(int max) {
    return unit.inTransaction(() -> commands.forget(clock.instant().minus(rules.memory()), max));
  }
}
