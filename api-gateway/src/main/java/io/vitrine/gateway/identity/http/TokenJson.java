package io.vitrine.gateway.identity.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.DescribeToken.Description;
import io.vitrine.gateway.identity.Project;
import io.vitrine.gateway.identity.Token;
import io.vitrine.gateway.identity.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keystone's JSON of a token. */
final class TokenJson {
  private static final List<String> INTERFACES = List.of("public", "internal", "admin");
  private static final int AUDIT_BYTES = 16;

  private TokenJson() {}

  /**
   * The services' addresses, as the client sees them.
   *
   * @param image base URL of the Image API, without its version
   * @param identity base URL of this API, with its version
   */
  record Addresses(String image, String identity, String region) {}

  static JsonObject render(Description described, Optional<Addresses> catalog) {
    Token token = described.token();
    JsonObject json =
        new JsonObject()
            .put("methods", methods(token))
            .put("user", user(described.user()))
            .put("audit_ids", auditIds(token))
            .put("expires_at", time(described.expiresAt()))
            .put("issued_at", time(token.issuedAt()))
            .put("is_domain", false);
    described
        .project()
        .ifPresent(project -> json.put("project", project(project)).put("roles", roles(token)));
    if (token.isForSystem()) {
      json.put("system", new JsonObject().put("all", true)).put("roles", roles(token));
    }
    if (described.project().isPresent() || token.isForSystem()) {
      catalog.ifPresent(addresses -> json.put("catalog", catalog(addresses)));
    }
    described
        .applicationCredential()
        .ifPresent(credential ->
            json.put(
                "application_credential",
                new JsonObject()
                    .put("id", credential.id())
                    .put("name", credential.name())
                    .put("restricted", !credential.unrestricted())));
    return new JsonObject().put("token", json);
  }

  private static JsonArray methods(Token token) {
    if (token.applicationCredential().isPresent()) {
      return new JsonArray().add("application_credential");
    }
    JsonArray methods = new JsonArray().add("password");
    return token.rescoped() ? methods.add("token") : methods;
  }

  private static JsonArray roles(Token token) {
    return IdentityJson.roleReferences(token.roles());
  }

  private static JsonObject user(User user) {
    return new JsonObject()
        .put("domain", IdentityJson.domainReference())
        .put("id", user.id())
        .put("name", user.name())
        .putNull("password_expires_at");
  }

  private static JsonObject project(Project project) {
    return new JsonObject()
        .put("domain", IdentityJson.domainReference())
        .put("id", project.id())
        .put("name", project.name());
  }

  /** The sign-in's first token is known by the sign-in; those got for it have an id before it. */
  private static JsonArray auditIds(Token token) {
    String signIn = auditId(token.sessionId().orElse(token.id()));
    return token.rescoped()
        ? new JsonArray().add(auditId(token.id())).add(signIn)
        : new JsonArray().add(signIn);
  }

  private static String auditId(String source) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest, AUDIT_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String time(Instant time) {
    return IdentityJson.time(time) + "Z";
  }

  static JsonArray catalog(Addresses addresses) {
    return new JsonArray()
        .add(service("identity", "keystone", addresses.identity(), addresses.region()))
        .add(service("image", "glance", addresses.image(), addresses.region()));
  }

  private static JsonObject service(String type, String name, String url, String region) {
    JsonArray endpoints = new JsonArray();
    for (String face : INTERFACES) {
      endpoints.add(
          new JsonObject()
              .put("id", id(type, face, region))
              .put("interface", face)
              .put("region_id", region)
              .put("region", region)
              .put("url", url));
    }
    return new JsonObject()
        .put("type", type)
        .put("name", name)
        .put("id", id(type, region))
        .put("endpoints", endpoints);
  }

  /** The same at every gateway and after every restart. */
  private static String id(String... parts) {
    byte[] source = String.join("/", parts).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(source).toString().replace("-", "");
  }
}
