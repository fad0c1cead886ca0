package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Shows every project's tasks to administrators, and to nobody else. */
@ApplicationScoped
public class ReadTasks {
  private final ImportTasks tasks;

  public ReadTasks(ImportTasks tasks) {
    this.tasks = tasks;
  }

  public static void requireAdmin(Caller caller) {
    if (!caller.isAdmin()) {
      throw new RequestProblem.Forbidden("You are not authorized to complete this action.")
          .asException();
    }
  }

  public Uni<ImportTask> show(Caller caller, UUID id) {
    requireAdmin(caller);
    return tasks
        .find(id)
        .map(found ->
            found.orElseThrow(() -> new ImportProblem.Missing(id.toString()).asException()));
  }

  public Uni<List<ImportTask>> page(Caller caller, TaskQuery query) {
    requireAdmin(caller);
    return tasks.page(query);
  }
}
