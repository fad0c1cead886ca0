package io.vitrine.registry.platform;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** One by one, and one that fails does not keep the others back: the next sweep finds it again. */
final class Sweep {
  private static final Logger LOG = Logger.getLogger(Sweep.class);

  private Sweep() {}

  /** Returns how many failed. */
  static <T> Uni<Integer> each(List<T> found, Function<T, Uni<Void>> action) {
    return Multi.createFrom()
        .iterable(found)
        .onItem()
        .transformToUniAndConcatenate(item ->
            action
                .apply(item)
                .replaceWith(0)
                .onFailure()
                .invoke(e -> LOG.warnf(e, "Could not end %s", item))
                .onFailure()
                .recoverWithItem(1))
        .collect()
        .with(Collectors.summingInt(failures -> failures));
  }
}
