package io.vitrine.registry.command;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.InMemoryCatalogue;
import java.util.function.Supplier;

class InMemoryCommandsTest extends CommandsContract {
  private final InMemoryCatalogue catalogue = new InMemoryCatalogue();

  @Override
  protected Commands commands() {
    return catalogue.commands();
  }

  @Override
  protected <T> T commit(Supplier<Uni<T>> work) {
    return catalogue.inTransaction(work).await().indefinitely();
  }
}
