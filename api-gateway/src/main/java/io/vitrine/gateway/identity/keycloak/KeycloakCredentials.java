package io.vitrine.gateway.identity.keycloak;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.Administration.Place;
import io.vitrine.gateway.identity.ApplicationCredential;
import io.vitrine.gateway.identity.ApplicationCredentials;
import io.vitrine.gateway.identity.keycloak.KeycloakHttp.Answer;
import io.vitrine.identity.Role;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Each credential is a Keycloak user of its own: its secret is hashed like a password, guesses at
 * it are slowed down like guesses at passwords, and its groups are exactly its roles. Attributes
 * that only administrators may write say whose it is; mappers put two of them into its tokens.
 */
@ApplicationScoped
class KeycloakCredentials implements ApplicationCredentials {
  private static final String ID = "credential_id";
  private static final String OWNER = "credential_owner";
  private static final String PROJECT = "credential_project";
  private static final String NAME = "credential_name";
  private static final String DESCRIPTION = "credential_description";
  private static final String ROLES = "credential_roles";
  private static final String UNRESTRICTED = "credential_unrestricted";
  private static final String EXPIRES = "credential_expires_at";
  private static final int MOST = 10_000;

  private final KeycloakAdmin admin;
  private final Groups groups;

  KeycloakCredentials(KeycloakAdmin admin, Groups groups) {
    this.admin = admin;
    this.groups = groups;
  }

  @Override
  public Uni<Optional<ApplicationCredential>> find(String id) {
    return user(id).map(found -> found.map(KeycloakCredentials::read));
  }

  private Uni<Optional<JsonObject>> user(String id) {
    if (!KeycloakAdmin.isText(id)) {
      return Uni.createFrom().item(Optional.empty());
    }
    return admin
        .get(
            KeycloakAdmin.path(
                "/users?exact=true&briefRepresentation=false&username=%s",
                ApplicationCredentials.loginName(id)))
        .map(answer ->
            answer
                .objects()
                .filter(user -> Groups.attribute(user, ID).equals(Optional.of(id)))
                .findFirst());
  }

  @Override
  public Uni<List<ApplicationCredential>> ofUser(String userId) {
    return with(OWNER, userId);
  }

  @Override
  public Uni<List<ApplicationCredential>> ofProject(String projectId) {
    return with(PROJECT, projectId);
  }

  private Uni<List<ApplicationCredential>> with(String attribute, String value) {
    if (!KeycloakAdmin.isText(value)) {
      return Uni.createFrom().item(List.of());
    }
    String query = KeycloakAdmin.attribute(attribute, value);
    return admin
        .get(KeycloakAdmin.path("/users?briefRepresentation=false&max=%s&q=%s", MOST, query))
        .map(answer ->
            answer
                .objects()
                .filter(user -> Groups.attribute(user, attribute).equals(Optional.of(value)))
                .filter(user -> Groups.attribute(user, ID).isPresent())
                .map(KeycloakCredentials::read)
                .toList());
  }

  private static ApplicationCredential read(JsonObject user) {
    return new ApplicationCredential(
        Groups.attribute(user, ID).orElseThrow(),
        Groups.attribute(user, NAME).orElse(""),
        Groups.attribute(user, DESCRIPTION).orElse(""),
        Groups.attribute(user, OWNER).orElse(""),
        Groups.attribute(user, PROJECT).orElse(""),
        user.getJsonObject("attributes").getJsonArray(ROLES, new JsonArray()).stream()
            .flatMap(role -> Role.named(role.toString()).stream())
            .collect(Collectors.toSet()),
        Groups.attribute(user, UNRESTRICTED).equals(Optional.of("true")),
        Groups.attribute(user, EXPIRES).map(KeycloakCredentials::end));
  }

  /** An end that somebody has made unreadable is long past. */
  private static Instant end(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      return Instant.EPOCH;
    }
  }

  @Override
  public Uni<Void> add(ApplicationCredential credential, String secret) {
    List<List<String>> paths =
        strongest(credential.roles()).stream()
            .map(role -> Groups.path(new Place.InProject(credential.projectId()), role))
            .toList();
    return Multi.createFrom()
        .iterable(paths)
        .onItem()
        .transformToUniAndConcatenate(groups::ensure)
        .collect()
        .asList()
        .chain(() -> admin.post("/users", representation(credential, secret, paths)))
        .invoke(KeycloakCredentials::requireCreated)
        .replaceWithVoid();
  }

  /** What Keycloak can mind is the secret: the realm may have a policy for passwords. */
  private static void requireCreated(Answer answer) {
    if (answer.status() != 201) {
      throw new RequestProblem.Malformed(
              "The credential cannot be stored: "
                  + answer.object().getString("errorMessage", "a value is not accepted."))
          .asException();
    }
  }

  /** Those that no other one implies. */
  private static Set<Role> strongest(Set<Role> roles) {
    Set<Role> strongest = EnumSet.copyOf(roles);
    for (Role role : roles) {
      Set<Role> implied = role.withImplied();
      implied.remove(role);
      strongest.removeAll(implied);
    }
    return strongest;
  }

  private static JsonObject representation(
      ApplicationCredential credential, String secret, List<List<String>> paths) {
    JsonObject attributes =
        new JsonObject()
            .put(ID, values(credential.id()))
            .put(OWNER, values(credential.ownerId()))
            .put(PROJECT, values(credential.projectId()))
            .put(NAME, values(credential.name()))
            .put(DESCRIPTION, values(credential.description()))
            .put(UNRESTRICTED, values(String.valueOf(credential.unrestricted())));
    JsonArray roles = new JsonArray();
    credential.roles().forEach(role -> roles.add(role.id()));
    attributes.put(ROLES, roles);
    credential.expiresAt().ifPresent(end -> attributes.put(EXPIRES, values(end.toString())));
    JsonArray groupPaths = new JsonArray();
    paths.forEach(path -> groupPaths.add("/" + String.join("/", path)));
    return new JsonObject()
        .put("username", ApplicationCredentials.loginName(credential.id()))
        .put("enabled", true)
        .put("attributes", attributes)
        .put("groups", groupPaths)
        .put("credentials", KeycloakAdministration.passwords(secret));
  }

  private static JsonArray values(String value) {
    return new JsonArray().add(value);
  }

  @Override
  public Uni<Void> delete(ApplicationCredential credential) {
    return user(credential.id())
        .chain(found ->
            found
                .map(user -> admin.delete(KeycloakAdmin.path("/users/%s", user.getString("id"))))
                .orElseGet(() -> Uni.createFrom().voidItem()));
  }
}
