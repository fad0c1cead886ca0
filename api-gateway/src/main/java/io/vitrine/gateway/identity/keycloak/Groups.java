package io.vitrine.gateway.identity.keycloak;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.Administration.Place;
import io.vitrine.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Groups by their paths: {@code /projects/<id>/<role>} and {@code /system/<role>}. */
@ApplicationScoped
class Groups {
  static final String PROJECTS = "projects";
  private static final int MOST = 100_000;
  private static final String SYSTEM = "system";

  private final KeycloakAdmin admin;

  Groups(KeycloakAdmin admin) {
    this.admin = admin;
  }

  static List<String> path(Place place, Role role) {
    return switch (place) {
      case Place.InProject(String project) -> List.of(PROJECTS, project, role.id());
      case Place.OnSystem() -> List.of(SYSTEM, role.id());
    };
  }

  /** The group with its attributes. */
  Uni<Optional<JsonObject>> find(List<String> path) {
    if (!path.stream().allMatch(Groups::isOneSegment)) {
      return Uni.createFrom().item(Optional.empty());
    }
    String encoded =
        path.stream()
            .map(segment -> KeycloakAdmin.path("%s", segment))
            .collect(Collectors.joining("/", "/group-by-path/", ""));
    return admin
        .get(encoded)
        .map(answer ->
            answer.isSuccess()
                ? Optional.of(answer.object()).filter(group -> isAt(group, path))
                : Optional.empty());
  }

  /** A name that a path, or a reader of it, would take for something else is none. */
  static boolean isOneSegment(String name) {
    return !name.isBlank()
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
  }

  private static boolean isAt(JsonObject group, List<String> path) {
    return ("/" + String.join("/", path)).equals(group.getString("path"));
  }

  /** The id of the group, which is made if it is not there, with those above it. */
  Uni<String> ensure(List<String> path) {
    return find(path)
        .chain(found ->
            found
                .map(group -> Uni.createFrom().item(group.getString("id")))
                .orElseGet(() -> create(path, new JsonObject())));
  }

  /** The id of a new group. */
  Uni<String> create(List<String> path, JsonObject attributes) {
    JsonObject group = new JsonObject().put("name", path.getLast()).put("attributes", attributes);
    Uni<KeycloakHttp.Answer> made =
        path.size() == 1
            ? admin.post("/groups", group)
            : ensure(path.subList(0, path.size() - 1))
                .chain(
                    parent -> admin.post(KeycloakAdmin.path("/groups/%s/children", parent), group));
    return made.chain(answer ->
        answer.isSuccess()
            ? Uni.createFrom().item(answer.createdId())
            // Somebody else was faster.
            : find(path)
                .map(found ->
                    found.map(it -> it.getString("id")).orElseThrow(KeycloakHttp::unavailable)));
  }

  /** The paths of the groups a user is a member of. */
  Uni<List<String>> pathsOf(String userId) {
    return admin
        .get(KeycloakAdmin.path("/users/%s/groups?briefRepresentation=true&max=%s", userId, MOST))
        .map(answer ->
            answer.isSuccess()
                ? answer.objects().map(group -> group.getString("path")).toList()
                : List.of());
  }

  static Optional<String> attribute(JsonObject owner, String name) {
    JsonObject attributes = owner.getJsonObject("attributes", new JsonObject());
    JsonArray values = attributes.getJsonArray(name, new JsonArray());
    return values.isEmpty() ? Optional.empty() : Optional.ofNullable(values.getString(0));
  }
}
