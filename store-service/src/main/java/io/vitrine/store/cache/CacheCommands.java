package io.vitrine.store.cache;

/** The way to the other nodes. */
public interface CacheCommands {

  /**
   * Tells every node but this one, which has to do it by itself; returns when the broker has it.
   *
   * @throws io.vitrine.problem.ProblemException if the broker does not take it in time
   */
  void tell(CacheCommand command);
}
