package io.vitrine.registry.quota;

import java.util.OptionalLong;

/**
 * What a project may still use.
 *
 * @param usage as it is while the surrounding transaction runs
 */
public record Headroom(String project, Limits limits, Usage usage) {

  public boolean isLimited(Resource resource) {
    return limits.of(project, resource).isPresent();
  }

  /** Refuses what would be too much. */
  public void require(Resource resource, long more) {
    require(resource, more, usage.of(resource));
  }

  /** Refuses what is too much and counted already. */
  void requireAdded(Usage added) {
    for (Resource resource : Resource.values()) {
      long more = added.of(resource);
      if (more > 0) {
        require(resource, more, usage.of(resource) - more);
      }
    }
  }

  private void require(Resource resource, long more, long used) {
    OptionalLong limit = limits.of(project, resource);
    if (limit.isPresent() && more > limit.getAsLong() - used) {
      throw new QuotaProblem.Exceeded(resource, limit.getAsLong(), used, more).asException();
    }
  }

  /**
   * As much as there is, up to what is wanted.
   *
   * @throws io.vitrine.problem.ProblemException where there is nothing
   */
  public long atMost(Resource resource, long wanted) {
    require(resource, Math.min(wanted, 1));
    OptionalLong limit = limits.of(project, resource);
    return limit.isPresent() ? Math.min(wanted, limit.getAsLong() - usage.of(resource)) : wanted;
  }
}
