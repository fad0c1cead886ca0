package io.vitrine.gateway.identity.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.ApplicationCredential;
import io.vitrine.gateway.identity.Domain;
import io.vitrine.gateway.identity.Project;
import io.vitrine.gateway.identity.User;
import io.vitrine.identity.Role;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Keystone's JSON of everything but tokens. */
final class IdentityJson {
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  /** The URL of the API, without a slash at the end. */
  private final String base;

  IdentityJson(String base) {
    this.base = base;
  }

  static JsonObject version(String base) {
    return new JsonObject()
        .put("id", "v3.14")
        .put("status", "stable")
        .put("updated", "2020-04-07T00:00:00Z")
        .put("links", new JsonArray().add(link("self", base + "/")))
        .put(
            "media-types",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("base", "application/json")
                        .put("type", "application/vnd.openstack.identity-v3+json")));
  }

  private static JsonObject link(String rel, String href) {
    return new JsonObject().put("rel", rel).put("href", href);
  }

  static JsonObject domainReference() {
    return new JsonObject().put("id", Domain.ID).put("name", Domain.NAME);
  }

  JsonObject domain() {
    return domainReference()
        .put("description", "All of the realm")
        .put("enabled", true)
        .put("tags", new JsonArray())
        .put("options", new JsonObject())
        .put("links", self("/domains/" + Domain.ID));
  }

  JsonObject project(Project project) {
    return new JsonObject()
        .put("id", project.id())
        .put("name", project.name())
        .put("domain_id", Domain.ID)
        .put("description", project.description())
        .put("enabled", project.enabled())
        .put("parent_id", Domain.ID)
        .put("is_domain", false)
        .put("tags", new JsonArray())
        .put("options", new JsonObject())
        .put("links", self("/projects/" + project.id()));
  }

  JsonObject user(User user) {
    return new JsonObject()
        .put("id", user.id())
        .put("name", user.name())
        .put("domain_id", Domain.ID)
        .put("enabled", user.enabled())
        .putNull("password_expires_at")
        .put("options", new JsonObject())
        .put("links", self("/users/" + user.id()));
  }

  JsonObject role(Role role) {
    return roleReference(role)
        .putNull("domain_id")
        .putNull("description")
        .put("options", new JsonObject())
        .put("links", self("/roles/" + role.id()));
  }

  JsonObject credential(ApplicationCredential credential) {
    JsonObject json =
        new JsonObject()
            .put("id", credential.id())
            .put("name", credential.name())
            .put("description", credential.description())
            .put("user_id", credential.ownerId())
            .put("project_id", credential.projectId())
            .put("roles", roleReferences(credential.roles()))
            .put("unrestricted", credential.unrestricted())
            .put("system", (Object) null)
            .put(
                "links",
                self(
                    "/users/%s/application_credentials/%s"
                        .formatted(credential.ownerId(), credential.id())));
    return json.put("expires_at", credential.expiresAt().map(IdentityJson::time).orElse(null));
  }

  JsonObject list(String name, List<JsonObject> elements, String path) {
    return new JsonObject()
        .put(name, new JsonArray(elements))
        .put("links", self(path).putNull("next").putNull("previous"));
  }

  JsonObject self(String path) {
    return new JsonObject().put("self", base + path);
  }

  /** The weakest first, as Keystone lists implied roles before those that imply them. */
  static JsonArray roleReferences(Collection<Role> roles) {
    JsonArray json = new JsonArray();
    roles.stream().sorted(Comparator.naturalOrder()).forEach(role -> json.add(roleReference(role)));
    return json;
  }

  private static JsonObject roleReference(Role role) {
    return new JsonObject().put("id", role.id()).put("name", role.id());
  }

  static String time(Instant time) {
    return MICROSECONDS.format(time);
  }
}
