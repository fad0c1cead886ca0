package io.vitrine.gateway.identity.http;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.Administration;
import io.vitrine.gateway.identity.DeleteProject;
import io.vitrine.gateway.identity.Directory;
import io.vitrine.gateway.identity.Domain;
import io.vitrine.gateway.identity.IdentityProblem.Missing;
import io.vitrine.gateway.identity.IdentityProblem.NotAllowed;
import io.vitrine.gateway.identity.Project;
import io.vitrine.identity.Assignments;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * {@code /projects}. Whoever has signed in may look one up by its id or name: a client that cannot
 * takes the name for an id.
 */
@ApplicationScoped
class ProjectCalls {
  /** Above this many, one list costs less than so many look-ups. */
  private static final int FEW = 8;

  private final Directory directory;
  private final Administration administration;
  private final DeleteProject deleteProject;
  private final Callers callers;

  ProjectCalls(
      Directory directory,
      Administration administration,
      DeleteProject deleteProject,
      Callers callers) {
    this.directory = directory;
    this.administration = administration;
    this.deleteProject = deleteProject;
    this.callers = callers;
  }

  Uni<Reply> ofCaller(Call call) {
    return callers
        .anybody(call)
        .chain(token -> directory.assignments(token.userId()))
        .chain(this::heldIn)
        .map(projects -> reply(call, projects, "/auth/projects"));
  }

  Uni<Reply> ofUser(Call call) {
    String user = call.part("user");
    return callers
        .selfOrAdministrator(call, "list_user_projects")
        .chain(() -> UserCalls.existing(directory, call))
        .chain(() -> directory.assignments(user))
        .chain(this::heldIn)
        .map(projects -> reply(call, projects, "/users/%s/projects".formatted(user)));
  }

  private Uni<List<Project>> heldIn(Assignments assignments) {
    Collection<String> ids = assignments.rolesByProject().keySet();
    Uni<List<Project>> projects =
        ids.size() > FEW
            ? directory
                .projects()
                .map(all -> all.stream().filter(one -> ids.contains(one.id())).toList())
            : Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(directory::project)
                .filter(Optional::isPresent)
                .map(Optional::get)
                .collect()
                .asList();
    return projects.map(all -> all.stream().filter(Project::enabled).toList());
  }

  Uni<Reply> list(Call call) {
    Optional<String> name = call.query("name");
    return callers
        .anybody(call)
        .invoke(token -> {
          if (name.isEmpty() && !Callers.isAdministrator(token)) {
            throw new NotAllowed("list_projects").asException();
          }
        })
        .chain(() ->
            name.map(wanted -> directory.projectNamed(wanted).map(one -> one.stream().toList()))
                .orElseGet(directory::projects))
        .map(found ->
            reply(call, found.stream().filter(one -> isWanted(call, one)).toList(), "/projects"));
  }

  private static boolean isWanted(Call call, Project project) {
    return call.query("domain_id").filter(id -> !id.equals(Domain.ID)).isEmpty()
        && call.query("enabled")
            .filter(wanted -> project.enabled() == wanted.equalsIgnoreCase("false"))
            .isEmpty();
  }

  Uni<Reply> show(Call call) {
    return callers
        .anybody(call)
        .chain(() -> existing(call))
        .map(project -> Reply.ok(body(call, project)));
  }

  Uni<Reply> create(Call call) {
    return callers
        .keeper(call, "create_project")
        .chain(() -> {
          Fields project = call.body().object("project");
          requireOurDomain(project);
          return administration.createProject(
              project.name("name"),
              project.storedText("description").orElse(""),
              project.flag("enabled", true));
        })
        .map(created -> Reply.created(body(call, created)));
  }

  static void requireOurDomain(Fields fields) {
    fields
        .maybeText("domain_id")
        .filter(id -> !id.equals(Domain.ID))
        .ifPresent(id -> {
          throw new Missing("domain", id).asException();
        });
  }

  Uni<Reply> delete(Call call) {
    return callers
        .keeper(call, "delete_project")
        .chain(() -> existing(call))
        .chain(deleteProject::delete)
        .replaceWith(Reply.noContent());
  }

  private Uni<Project> existing(Call call) {
    String id = call.part("project");
    return directory
        .project(id)
        .map(found -> found.orElseThrow(() -> new Missing("project", id).asException()));
  }

  private JsonObject body(Call call, Project project) {
    return new JsonObject().put("project", call.json().project(project));
  }

  private Reply reply(Call call, List<Project> projects, String path) {
    IdentityJson json = call.json();
    return Reply.ok(json.list("projects", projects.stream().map(json::project).toList(), path));
  }
}
