package io.vitrine.registry.quota;

import io.smallrye.mutiny.Uni;

/** What projects use. It follows the images by itself: nobody has to tell it of a change. */
public interface Usages {
  Uni<Usage> of(String project);

  /**
   * What the project uses, held by the transaction: until it ends, nobody else uses more or less.
   * Needs a surrounding unit of work.
   */
  Uni<Usage> lock(String project);
}
