package io.vitrine.gateway.identity.keycloak;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.IdentityConfig;
import io.vitrine.gateway.identity.keycloak.KeycloakHttp.Answer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The words of token scopes: optional client scopes of our client. They hold nothing but their
 * names, and are made when a token first needs them, so that a project that an operator adds by
 * hand needs no second step.
 */
@ApplicationScoped
class ScopeWords {
  private final KeycloakAdmin admin;
  private final IdentityConfig config;

  ScopeWords(KeycloakAdmin admin, IdentityConfig config) {
    this.admin = admin;
    this.config = config;
  }

  /** Makes sure that the client may ask for each of them. */
  Uni<Void> create(String words) {
    return clientId()
        .chain(client ->
            Multi.createFrom()
                .iterable(List.of(words.split(" ")))
                .onItem()
                .transformToUniAndConcatenate(word -> create(client, word))
                .collect()
                .asList()
                .replaceWithVoid());
  }

  /** A project that is gone needs no word. */
  Uni<Void> delete(String word) {
    return find(word)
        .chain(found ->
            found
                .map(id -> admin.delete(KeycloakAdmin.path("/client-scopes/%s", id)))
                .orElseGet(() -> Uni.createFrom().voidItem()));
  }

  private Uni<Void> create(String client, String word) {
    return admin
        .post("/client-scopes", representation(word))
        .chain(answer ->
            answer.status() == 201
                ? Uni.createFrom().item(answer.createdId())
                : find(word).map(found -> found.orElseThrow(KeycloakHttp::unavailable)))
        .chain(id ->
            admin.put(KeycloakAdmin.path("/clients/%s/optional-client-scopes/%s", client, id)));
  }

  private static JsonObject representation(String word) {
    return new JsonObject()
        .put("name", word)
        .put("description", "Made by Vitrine: what a token is for")
        .put("protocol", "openid-connect")
        .put(
            "attributes",
            new JsonObject()
                .put("include.in.token.scope", "true")
                // The realm's public metadata is no place for the names of projects.
                .put("include.in.openid.provider.metadata", "false")
                .put("display.on.consent.screen", "false"));
  }

  /** Keycloak has no search for client scopes. */
  private Uni<Optional<String>> find(String word) {
    return admin
        .get("/client-scopes")
        .map(answer ->
            answer
                .objects()
                .filter(scope -> word.equals(scope.getString("name")))
                .map(scope -> scope.getString("id"))
                .findFirst());
  }

  private Uni<String> clientId() {
    return admin
        .get(KeycloakAdmin.path("/clients?clientId=%s", config.clientId()))
        .map(ScopeWords::firstId);
  }

  private static String firstId(Answer answer) {
    return answer
        .objects()
        .map(client -> client.getString("id"))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(KeycloakHttp::unavailable);
  }
}
