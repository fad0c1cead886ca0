package io.vitrine.registry.command.kafka;

import io.vitrine.problem.Problem;

/** A record that is no command: no other try would end better, and a person should look at it. */
final class UnreadableCommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  UnreadableCommandException(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
