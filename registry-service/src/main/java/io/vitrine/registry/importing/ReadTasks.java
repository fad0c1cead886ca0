package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.registry.policy.Policy;
import io.vitrine.registry.policy.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Shows every project's tasks to administrators, and to nobody else. */
@ApplicationScoped
public class ReadTasks {
  private final ImportTasks tasks;

  private final Policy policy;

  public ReadTasks(ImportTasks tasks, Policy policy) {
    this.tasks = tasks;
    this.policy = policy;
  }

  public void requireAccess(Caller caller) {
    policy.require(Rule.TASKS_API_ACCESS, caller);
  }

  public Uni<ImportTask> show(Caller caller, UUID id) {
    requireAccess(caller);
    return tasks
        .find(id)
        .map(found ->
            found.orElseThrow(() -> new ImportProblem.Missing(id.toString()).asException()));
  }

  public Uni<List<ImportTask>> page(Caller caller, TaskQuery query) {
    requireAccess(caller);
    return tasks.page(query);
  }
}
