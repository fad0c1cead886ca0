package io.vitrine.registry.quota;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;

/**
 * Whether a project may use more. Whoever asks holds the project's usage until his transaction
 * ends, so that what was found to fit still fits when it is written.
 */
@ApplicationScoped
public class Quotas {
  private final Usages usages;
  private final Limits limits;

  public Quotas(Usages usages, Limits limits) {
    this.usages = usages;
    this.limits = limits;
  }

  /**
   * What the project may still use of these; a project without a limit on any of them waits for
   * nobody. Needs a surrounding unit of work.
   */
  public Uni<Headroom> headroom(String project, Resource first, Resource... others) {
    return headroom(project, EnumSet.of(first, others));
  }

  /**
   * Refuses an image that came to the project and is written already: it counts as what was added.
   * So everybody holds images before usages, and nobody waits in a circle. Needs a surrounding unit
   * of work.
   */
  public Uni<Void> requireRoomFor(String project, Usage added) {
    return headroom(project, EnumSet.allOf(Resource.class))
        .invoke(headroom -> headroom.requireAdded(added))
        .replaceWithVoid();
  }

  private Uni<Headroom> headroom(String project, Set<Resource> resources) {
    boolean limited = resources.stream().anyMatch(it -> limits.of(project, it).isPresent());
    Uni<Usage> usage = limited ? usages.lock(project) : Uni.createFrom().item(Usage.NONE);
    return usage.map(used -> new Headroom(project, limits, used));
  }
}
