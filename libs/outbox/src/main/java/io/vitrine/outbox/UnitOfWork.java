package io.vitrine.outbox;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** All that happens inside commits together or not at all. */
public interface UnitOfWork {
  <T> Uni<T> inTransaction(Supplier<Uni<T>> work);
}
