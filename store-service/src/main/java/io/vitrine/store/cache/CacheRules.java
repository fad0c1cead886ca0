package io.vitrine.store.cache;

import io.vitrine.store.Requester;

/** Who may manage the caches. */
public interface CacheRules {

  /**
   * Blocks.
   *
   * @param rule a name of the operator's policy
   * @throws io.vitrine.problem.ProblemException if the requester may not, or nobody knows
   */
  void require(Requester who, String rule);
}
