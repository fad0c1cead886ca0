package io.vitrine.gateway.identity.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.ApplicationCredential;
import io.vitrine.gateway.identity.ApplicationCredentials;
import io.vitrine.gateway.identity.IdentityProblem.Missing;
import io.vitrine.gateway.identity.IdentityProblem.NotAllowed;
import io.vitrine.gateway.identity.ManageApplicationCredentials;
import io.vitrine.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /users/{user}/application_credentials}. */
@ApplicationScoped
class CredentialCalls {
  private final ApplicationCredentials credentials;
  private final ManageApplicationCredentials manage;
  private final Callers callers;

  CredentialCalls(
      ApplicationCredentials credentials, ManageApplicationCredentials manage, Callers callers) {
    this.credentials = credentials;
    this.manage = manage;
    this.callers = callers;
  }

  Uni<Reply> list(Call call) {
    IdentityJson json = call.json();
    String user = call.part("user");
    return callers
        .selfOrAdministrator(call, "list_application_credentials")
        .chain(() -> credentials.ofUser(user))
        .map(all ->
            Reply.ok(
                json.list(
                    "application_credentials",
                    all.stream()
                        .filter(one ->
                            call.query("name").filter(name -> !name.equals(one.name())).isEmpty())
                        .map(json::credential)
                        .toList(),
                    "/users/%s/application_credentials".formatted(user))));
  }

  /** Only for oneself: an administrator cannot make a key to somebody else's account. */
  Uni<Reply> create(Call call) {
    return callers
        .anybody(call)
        .invoke(token -> {
          if (!token.userId().equals(call.part("user"))) {
            throw new NotAllowed("create_application_credential").asException();
          }
        })
        .chain(token -> manage.create(token, form(call.body().object("application_credential"))))
        .map(created -> {
          JsonObject json = call.json().credential(created.credential());
          json.put("secret", created.secret());
          return Reply.created(new JsonObject().put("application_credential", json));
        });
  }

  private static ManageApplicationCredentials.Request form(Fields fields) {
    if (fields.maybeList("access_rules").filter(rules -> !rules.isEmpty()).isPresent()) {
      throw Fields.malformed(
          "access_rules are not supported: the credential would be able to do more than they say.");
    }
    return new ManageApplicationCredentials.Request(
        fields.name("name"),
        fields.storedText("description").orElse(""),
        fields.storedText("secret").filter(secret -> !secret.isEmpty()),
        fields.maybeList("roles").filter(roles -> !roles.isEmpty()).map(CredentialCalls::roles),
        fields.maybeText("expires_at").map(CredentialCalls::time),
        fields.flag("unrestricted", false));
  }

  private static Set<Role> roles(List<Object> roles) {
    return roles.stream()
        .map(Fields.element("roles"))
        .map(role -> role.maybeText("id").orElseGet(() -> role.text("name")))
        .map(name -> Role.named(name).orElseThrow(() -> new Missing("role", name).asException()))
        .collect(Collectors.toSet());
  }

  /** With or without a zone; without one it is UTC. */
  private static Instant time(String text) {
    try {
      return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException _) {
      throw Fields.malformed("expires_at must be a time like 2030-01-01T00:00:00.");
    }
  }

  Uni<Reply> show(Call call) {
    return callers
        .selfOrAdministrator(call, "get_application_credential")
        .chain(() -> existing(call))
        .map(credential ->
            Reply.ok(
                new JsonObject()
                    .put("application_credential", call.json().credential(credential))));
  }

  Uni<Reply> delete(Call call) {
    return callers
        .selfOrAdministrator(call, "delete_application_credential")
        .chain(token -> existing(call).chain(credential -> manage.delete(token, credential)))
        .replaceWith(Reply.noContent());
  }

  private Uni<ApplicationCredential> existing(Call call) {
    String id = call.part("credential");
    return credentials
        .find(id)
        .map(found ->
            found
                .filter(credential -> credential.ownerId().equals(call.part("user")))
                .orElseThrow(() -> new Missing("application credential", id).asException()));
  }
}
