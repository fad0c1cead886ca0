package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.outbox.UnitOfWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Tasks are history, and history is not kept for ever. */
@ApplicationScoped
public class ForgetTasks {
  private final UnitOfWork unit;
  private final ImportTasks tasks;
  private final ImportRules rules;
  private final Clock clock;

  public ForgetTasks(UnitOfWork unit, ImportTasks tasks, ImportRules rules, Clock clock) {
    this.unit = unit;
    this.tasks = tasks;
    this.rules = rules;
    this.clock = clock;
  }

  /** Forgets at most so many of those that ended long ago; returns how many. */
  public Uni<Integer> forget(int max) {
    return unit.inTransaction(
        () -> tasks.forget(clock.instant().minus(rules.taskTimeToLive()), max));
  }
}
