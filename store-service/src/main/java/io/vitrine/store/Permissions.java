package io.vitrine.store;

/** What users may do beside reading and writing images. */
@FunctionalInterface
public interface Permissions {

  /**
   * Blocks.
   *
   * @param rule a name of the operator's policy
   * @throws io.vitrine.problem.ProblemException if the requester may not, or nobody knows
   */
  void require(Requester who, String rule);
}
