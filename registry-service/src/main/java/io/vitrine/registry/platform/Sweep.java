package io.vitrine.registry.platform;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** One by one, and one that fails does not keep the others back: the next sweep finds it again. */
final class Sweep {
  private static final Logger LOG = Logger.getLogger(Sweep.class);

  private Sweep() {}

  static <T> Uni<Void> each(Uni<List<T>> found, Function<T, Uni<Void>> action) {
    return found
        .onItem()
        .transformToMulti(Multi.createFrom()::iterable)
        .onItem()
        .transformToUniAndConcatenate(item ->
            action
                .apply(item)
                .onFailure()
                .invoke(e -> LOG.warnf(e, "Could not end %s", item))
                .onFailure()
                .recoverWithNull())
        .collect()
        .last()
        .replaceWithVoid();
  }
}
