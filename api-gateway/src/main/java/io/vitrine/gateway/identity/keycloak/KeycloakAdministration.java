package io.vitrine.gateway.identity.keycloak;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.Administration;
import io.vitrine.gateway.identity.Directory;
import io.vitrine.gateway.identity.IdentityProblem.Duplicate;
import io.vitrine.gateway.identity.IdentityProblem.Missing;
import io.vitrine.gateway.identity.Project;
import io.vitrine.gateway.identity.User;
import io.vitrine.gateway.identity.keycloak.KeycloakHttp.Answer;
import io.vitrine.identity.Role;
import io.vitrine.identity.TokenScope;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Makes and deletes users and the groups that are projects. */
@ApplicationScoped
class KeycloakAdministration implements Administration {
  private final KeycloakAdmin admin;
  private final Groups groups;
  private final Directory directory;
  private final ScopeWords scopes;

  KeycloakAdministration(
      KeycloakAdmin admin, Groups groups, Directory directory, ScopeWords scopes) {
    this.admin = admin;
    this.groups = groups;
    this.directory = directory;
    this.scopes = scopes;
  }

  @Override
  public Uni<Project> createProject(String name, String description, boolean enabled) {
    String id = UUID.randomUUID().toString().replace("-", "");
    JsonObject attributes =
        new JsonObject()
            .put("name", new JsonArray().add(name))
            .put("description", new JsonArray().add(description))
            .put("enabled", new JsonArray().add(String.valueOf(enabled)));
    return directory
        .projectNamed(name)
        .invoke(found -> {
          if (found.isPresent()) {
            throw new Duplicate("project", name).asException();
          }
        })
        .chain(() -> groups.create(List.of(Groups.PROJECTS, id), attributes))
        .replaceWith(new Project(id, name, description, enabled));
  }

  @Override
  public Uni<Void> deleteProject(Project project) {
    return groups
        .find(List.of(Groups.PROJECTS, project.id()))
        .map(found -> found.orElseThrow(() -> new Missing("project", project.id()).asException()))
        // First, since nobody would come back for it.
        .call(() -> scopes.delete(new TokenScope.ToProject(project.id()).word()))
        .chain(group -> admin.delete(KeycloakAdmin.path("/groups/%s", group.getString("id"))));
  }

  @Override
  public Uni<User> createUser(NewUser user) {
    return admin.post("/users", representation(user)).map(answer -> created(user, answer));
  }

  private static JsonObject representation(NewUser user) {
    JsonObject body = new JsonObject().put("username", user.name()).put("enabled", user.enabled());
    user.email().ifPresent(email -> body.put("email", email));
    user.defaultProject()
        .ifPresent(id ->
            body.put(
                "attributes", new JsonObject().put("default_project", new JsonArray().add(id))));
    user.password().ifPresent(password -> body.put("credentials", passwords(password)));
    return body;
  }

  static JsonArray passwords(String password) {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("type", "password")
                .put("value", password)
                .put("temporary", false));
  }

  private static User created(NewUser user, Answer answer) {
    return switch (answer.status()) {
      case 201 ->
          new User(answer.createdId(), user.name().toLowerCase(Locale.ROOT), user.enabled());
      case 409 -> throw new Duplicate("user", user.name()).asException();
      default ->
          throw new RequestProblem.Malformed(
                  "The user cannot be stored: "
                      + answer.object().getString("errorMessage", "a value is not accepted."))
              .asException();
    };
  }

  @Override
  public Uni<Void> deleteUser(User user) {
    return admin.delete(KeycloakAdmin.path("/users/%s", user.id()));
  }

  @Override
  public Uni<Void> grant(User user, Place place, Role role) {
    return groups
        .ensure(Groups.path(place, role))
        .chain(group -> admin.put(KeycloakAdmin.path("/users/%s/groups/%s", user.id(), group)));
  }

  @Override
  public Uni<Void> withdraw(User user, Place place, Role role) {
    return groups
        .find(Groups.path(place, role))
        .chain(found ->
            found
                .map(group ->
                    admin.delete(
                        KeycloakAdmin.path(
                            "/users/%s/groups/%s", user.id(), group.getString("id"))))
                .orElseGet(() -> Uni.createFrom().voidItem()));
  }

  @Override
  public Uni<Boolean> isGranted(User user, Place place, Role role) {
    String path = "/" + String.join("/", Groups.path(place, role));
    return groups.pathsOf(user.id()).map(paths -> paths.contains(path));
  }
}
