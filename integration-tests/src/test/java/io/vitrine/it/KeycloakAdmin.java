package io.vitrine.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** What an administrator does in Keycloak itself, behind our back. */
final class KeycloakAdmin {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final ImageApi http;
  private final String password;

  KeycloakAdmin(TestCluster cluster) {
    this(cluster.parts());
  }

  KeycloakAdmin(LocalCluster cluster) {
    this.http = new ImageApi(cluster.ports().url(PartName.KEYCLOAK), Map.of());
    this.password = cluster.secrets().get("keycloak.admin");
  }

  /** Of the realm above ours, so it is of no use anywhere else. */
  String ownToken() {
    return token("master", "admin-cli", "admin", password);
  }

  String token(String realm, String client, String user, String secret) {
    Answer answer =
        http.send(
            "POST",
            "/realms/" + realm + "/protocol/openid-connect/token",
            Map.of("Content-Type", FORM),
            BodyPublishers.ofString(
                "grant_type=password&client_id=%s&username=%s&password=%s"
                    .formatted(client, user, secret)));
    if (answer.status() != 200) {
      throw new AssertionError(answer.toString());
    }
    return answer.json().get("access_token").asText();
  }

  private Answer call(String method, String path, String body) {
    Answer answer =
        http.send(
            method,
            "/admin/realms/vitrine" + path,
            Map.of("Authorization", "Bearer " + ownToken(), "Content-Type", "application/json"),
            body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (answer.status() >= 300) {
      throw new AssertionError(method + " " + path + ": " + answer);
    }
    return answer;
  }

  private static String created(Answer answer) {
    String path = URI.create(answer.header("Location")).getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  String createUser(String name, String secret) {
    return created(
        call(
            "POST",
            "/users",
            """
            {"username":"%1$s","enabled":true,"email":"%1$s@vitrine.invalid","emailVerified":true,
             "firstName":"T","lastName":"T",
             "credentials":[{"type":"password","value":"%2$s","temporary":false}]}\
            """
                .formatted(name, secret)));
  }

  String userId(String name) {
    return call("GET", "/users?exact=true&username=" + name, "").json().get(0).get("id").asText();
  }

  String tokenOfAService() {
    String name = "it-" + UUID.randomUUID();
    assign(createUser(name, "secret"), "service", "service");
    return token("vitrine", "vitrine-cli", name, "secret");
  }

  /** Of somebody who has no role in any project. */
  String tokenOfAStranger() {
    String name = "it-" + UUID.randomUUID();
    createUser(name, "secret");
    return token("vitrine", "vitrine-cli", name, "secret");
  }

  void setEnabled(String userId, boolean enabled) {
    ObjectNode user = (ObjectNode) call("GET", "/users/" + userId, "").json();
    call("PUT", "/users/" + userId, user.put("enabled", enabled).toString());
  }

  void deleteUser(String userId) {
    call("DELETE", "/users/" + userId, "");
  }

  void createProject(String id) {
    JsonNode projects = call("GET", "/group-by-path/projects", "").json();
    String project = child(projects.get("id").asText(), id);
    for (String role : new String[] {"admin", "member", "reader"}) {
      child(project, role);
    }
  }

  private String child(String parent, String name) {
    Answer answer =
        call("POST", "/groups/" + parent + "/children", "{\"name\":\"%s\"}".formatted(name));
    return answer.json().get("id").asText();
  }

  void deleteProject(String id) {
    call("DELETE", "/groups/" + group("/projects/" + id), "");
  }

  private String group(String path) {
    return call("GET", "/group-by-path" + path, "").json().get("id").asText();
  }

  void assign(String userId, String project, String role) {
    call("PUT", "/users/" + userId + "/groups/" + group(path(project, role)), "");
  }

  void takeAway(String userId, String project, String role) {
    call("DELETE", "/users/" + userId + "/groups/" + group(path(project, role)), "");
  }

  private static String path(String project, String role) {
    return "/projects/" + project + "/" + role;
  }

  /** A public client whose tokens live for {@code seconds}; for {@code vitrine} or for nobody. */
  String createClient(String name, int seconds, boolean forVitrine) {
    String mappers =
        """
        {"name":"projects","protocol":"openid-connect",
         "protocolMapper":"oidc-group-membership-mapper",
         "config":{"full.path":"true","claim.name":"projects","access.token.claim":"true"}}\
        """
            + (forVitrine
                ? """
                ,{"name":"audience","protocol":"openid-connect",
                  "protocolMapper":"oidc-audience-mapper",
                  "config":{"included.custom.audience":"vitrine","access.token.claim":"true"}}\
                """
                : "");
    return created(
        call(
            "POST",
            "/clients",
            """
            {"clientId":"%s","enabled":true,"publicClient":true,"standardFlowEnabled":false,
             "directAccessGrantsEnabled":true,"fullScopeAllowed":false,
             "attributes":{"access.token.lifespan":"%d"},"protocolMappers":[%s]}\
            """
                .formatted(name, seconds, mappers)));
  }

  /** A client that acts for itself, and whose tokens are for nobody in particular. */
  void createServiceAccount(String name, String secret) {
    call(
        "POST",
        "/clients",
        """
        {"clientId":"%s","secret":"%s","enabled":true,"publicClient":false,
         "serviceAccountsEnabled":true,"standardFlowEnabled":false,"fullScopeAllowed":false}\
        """
            .formatted(name, secret));
  }

  /** Tokens of that client end so soon from now on. */
  void setTokenLifespan(String clientId, Duration lifespan) {
    ObjectNode client = (ObjectNode) call("GET", "/clients?clientId=" + clientId, "").json().get(0);
    client.withObject("attributes").put("access.token.lifespan", "" + lifespan.toSeconds());
    call("PUT", "/clients/" + client.get("id").asText(), client.toString());
  }

  void deleteClient(String id) {
    call("DELETE", "/clients/" + id, "");
  }

  /** From now on the realm signs with a key that nobody has seen. */
  String addSigningKey() {
    String realm = call("GET", "", "").json().get("id").asText();
    return created(
        call(
            "POST",
            "/components",
            """
            {"name":"rotated","providerId":"rsa-generated",
             "providerType":"org.keycloak.keys.KeyProvider","parentId":"%s",
             "config":{"priority":["1000"],"enabled":["true"],"active":["true"],
                       "algorithm":["RS256"],"keySize":["2048"]}}\
            """
                .formatted(realm)));
  }

  void deleteSigningKey(String id) {
    call("DELETE", "/components/" + id, "");
  }

  /** The public keys that the realm announces. */
  JsonNode keys() {
    return http.get("/realms/vitrine/protocol/openid-connect/certs").json().get("keys");
  }
}
