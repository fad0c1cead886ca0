package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.InMemoryCatalogue;
import java.util.function.Supplier;

class InMemoryTasksTest extends ImportTasksContract {
  private final InMemoryCatalogue catalogue = new InMemoryCatalogue();

  @Override
  protected ImportTasks tasks() {
    return catalogue.tasks();
  }

  @Override
  protected <T> T commit(Supplier<Uni<T>> work) {
    return catalogue.inTransaction(work).await().indefinitely();
  }
}
