package io.vitrine.gateway.keystone;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code GET /v3/auth/tokens}. What cannot be read is no answer. */
final class KeystoneTokenJson {
  /** It becomes part of a path of groups, where a slash would mean something else. */
  private static final Pattern PROJECT_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private KeystoneTokenJson() {}

  static KeystoneToken read(String body) throws KeystoneSilent {
    try {
      JsonObject document = required((JsonObject) Json.decodeValue(body), "document");
      JsonObject token = required(document.getJsonObject("token"), "token");
      JsonObject user = required(token.getJsonObject("user"), "user");
      JsonObject project = token.getJsonObject("project");
      return new KeystoneToken(
          required(user.getString("id"), "user.id"),
          required(user.getString("name"), "user.name"),
          project == null ? Optional.empty() : Optional.of(projectId(project)),
          roles(token.getJsonArray("roles")),
          Instant.parse(required(token.getString("expires_at"), "expires_at")),
          accessRules(token.getJsonObject("application_credential")));
    } catch (RuntimeException e) {
      if (e instanceof DateTimeException
          || e instanceof ClassCastException
          || e instanceof IllegalArgumentException
          || e instanceof DecodeException) {
        throw new KeystoneSilent("its answer cannot be read: " + e.getMessage());
      }
      throw e;
    }
  }

  private static String projectId(JsonObject project) {
    String id = required(project.getString("id"), "project.id");
    if (!PROJECT_ID.matcher(id).matches()) {
      throw new IllegalArgumentException("a project.id that is none");
    }
    return id;
  }

  private static List<String> roles(@Nullable JsonArray roles) {
    List<String> names = new ArrayList<>();
    for (JsonObject role : objects(roles)) {
      names.add(required(role.getString("name"), "role.name"));
    }
    return names;
  }

  private static Optional<List<AccessRule>> accessRules(@Nullable JsonObject credential) {
    JsonArray rules = credential == null ? null : credential.getJsonArray("access_rules");
    if (rules == null) {
      return Optional.empty();
    }
    List<AccessRule> read = new ArrayList<>();
    for (JsonObject rule : objects(rules)) {
      read.add(
          new AccessRule(
              required(rule.getString("service"), "access_rule.service"),
              required(rule.getString("method"), "access_rule.method"),
              required(rule.getString("path"), "access_rule.path")));
    }
    return Optional.of(read);
  }

  private static List<JsonObject> objects(@Nullable JsonArray array) {
    List<JsonObject> objects = new ArrayList<>();
    for (int i = 0; array != null && i < array.size(); i++) {
      objects.add(required(array.getJsonObject(i), "an object"));
    }
    return objects;
  }

  private static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }
}
