package io.vitrine.gateway.identity.keycloak;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.ApplicationCredentials;
import io.vitrine.gateway.identity.Directory;
import io.vitrine.gateway.identity.Project;
import io.vitrine.gateway.identity.User;
import io.vitrine.identity.Assignments;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Users are users, projects are groups. */
@ApplicationScoped
class KeycloakDirectory implements Directory {
  private static final int MOST = 100_000;

  /** What Keycloak has beside the users, under the same path. */
  private static final Set<String> NOT_IDS = Set.of("count", "profile");

  private static final String SERVICE_ACCOUNT = "service-account-";

  private final KeycloakAdmin admin;
  private final Groups groups;

  KeycloakDirectory(KeycloakAdmin admin, Groups groups) {
    this.admin = admin;
    this.groups = groups;
  }

  @Override
  public Uni<Optional<User>> user(String id) {
    if (!Groups.isOneSegment(id) || NOT_IDS.contains(id)) {
      return Uni.createFrom().item(Optional.empty());
    }
    return admin
        .get(KeycloakAdmin.path("/users/%s", id))
        .map(answer ->
            answer.isSuccess()
                ? people(Stream.of(answer.object()))
                    .filter(user -> user.id().equals(id))
                    .findFirst()
                : Optional.empty());
  }

  @Override
  public Uni<Optional<User>> userNamed(String name) {
    if (!KeycloakAdmin.isText(name)) {
      return Uni.createFrom().item(Optional.empty());
    }
    String login = name.toLowerCase(Locale.ROOT);
    return admin
        .get(KeycloakAdmin.path("/users?exact=true&briefRepresentation=true&username=%s", login))
        .map(answer ->
            people(answer.objects()).filter(user -> user.name().equals(login)).findFirst());
  }

  @Override
  public Uni<List<User>> users() {
    return admin
        .get("/users?briefRepresentation=true&max=" + MOST)
        .map(answer -> people(answer.objects()).toList());
  }

  /** Application credentials and service accounts are users for Keycloak only. */
  private static Stream<User> people(Stream<JsonObject> users) {
    return users
        .map(user ->
            new User(
                user.getString("id"),
                user.getString("username"),
                user.getBoolean("enabled", false)))
        .filter(user -> !user.name().startsWith(ApplicationCredentials.loginName("")))
        .filter(user -> !user.name().startsWith(SERVICE_ACCOUNT));
  }

  @Override
  public Uni<Optional<Project>> project(String id) {
    return groups.find(List.of(Groups.PROJECTS, id)).map(found -> found.map(this::project));
  }

  private Project project(JsonObject group) {
    String id = group.getString("name");
    return new Project(
        id,
        Groups.attribute(group, "name").orElse(id),
        Groups.attribute(group, "description").orElse(""),
        !Groups.attribute(group, "enabled").equals(Optional.of("false")));
  }

  @Override
  public Uni<Optional<Project>> projectNamed(String name) {
    if (!KeycloakAdmin.isText(name)) {
      return Uni.createFrom().item(Optional.empty());
    }
    return project(name)
        .map(found -> found.filter(project -> project.name().equals(name)))
        .chain(found ->
            found.isPresent() ? Uni.createFrom().item(found) : projectWithNameAttribute(name));
  }

  private Uni<Optional<Project>> projectWithNameAttribute(String name) {
    String query = KeycloakAdmin.attribute("name", name);
    return admin
        .get(
            KeycloakAdmin.path(
                "/groups?briefRepresentation=false&populateHierarchy=false&q=%s", query))
        .map(answer ->
            answer.isSuccess()
                ? answer
                    .objects()
                    .filter(KeycloakDirectory::isProject)
                    .map(this::project)
                    .filter(project -> project.name().equals(name))
                    .findFirst()
                : Optional.empty());
  }

  private static boolean isProject(JsonObject group) {
    return group
        .getString("path", "")
        .equals("/" + Groups.PROJECTS + "/" + group.getString("name"));
  }

  @Override
  public Uni<List<Project>> projects() {
    return groups
        .ensure(List.of(Groups.PROJECTS))
        .chain(parent ->
            admin.get(
                KeycloakAdmin.path(
                    "/groups/%s/children?briefRepresentation=false&max=%s", parent, MOST)))
        .map(answer -> answer.objects().map(this::project).toList());
  }

  @Override
  public Uni<Assignments> assignments(String userId) {
    if (!Groups.isOneSegment(userId)) {
      return Uni.createFrom().item(Assignments.of(List.of()));
    }
    return groups.pathsOf(userId).map(Assignments::of);
  }
}
