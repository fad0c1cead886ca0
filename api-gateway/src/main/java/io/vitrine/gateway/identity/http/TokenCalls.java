package io.vitrine.gateway.identity.http;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vitrine.gateway.identity.DescribeToken;
import io.vitrine.gateway.identity.IdentityConfig;
import io.vitrine.gateway.identity.IssueToken;
import io.vitrine.gateway.identity.Token;
import io.vitrine.gateway.identity.TokenDesk;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /auth}: signing in, looking at tokens, ending them, and what a token can be used for. */
@ApplicationScoped
class TokenCalls {
  private static final String SUBJECT = "X-Subject-Token";

  private final IssueToken issueToken;
  private final TokenDesk desk;
  private final DescribeToken describeToken;
  private final Callers callers;
  private final IdentityConfig config;

  TokenCalls(
      IssueToken issueToken,
      TokenDesk desk,
      DescribeToken describeToken,
      Callers callers,
      IdentityConfig config) {
    this.issueToken = issueToken;
    this.desk = desk;
    this.describeToken = describeToken;
    this.callers = callers;
    this.config = config;
  }

  Uni<Reply> issue(Call call) {
    return issueToken.issue(SignInForm.read(call.body())).chain(token -> render(call, token, 201));
  }

  Uni<Reply> show(Call call) {
    return callers
        .anybody(call)
        .chain(caller -> desk.show(caller, subject(call)))
        .chain(token -> render(call, token, 200));
  }

  Uni<Reply> revoke(Call call) {
    return callers
        .anybody(call)
        .chain(caller -> desk.revoke(caller, subject(call)))
        .replaceWith(Reply.noContent());
  }

  private static String subject(Call call) {
    return call.header(SUBJECT)
        .filter(token -> !token.isBlank())
        .orElseThrow(() -> Fields.malformed(SUBJECT + " is missing."));
  }

  private Uni<Reply> render(Call call, Token token, int status) {
    Optional<TokenJson.Addresses> catalog =
        call.flag("nocatalog") ? Optional.empty() : Optional.of(addresses(call));
    return describeToken
        .describe(token)
        .map(described ->
            new Reply(status, Map.of(SUBJECT, token.text()), TokenJson.render(described, catalog)));
  }

  private TokenJson.Addresses addresses(Call call) {
    return new TokenJson.Addresses(call.imageUrl(), call.identityUrl(), config.region());
  }

  Uni<Reply> catalog(Call call) {
    return callers
        .anybody(call)
        .map(token -> {
          boolean scoped = token.projectId().isPresent() || token.isForSystem();
          JsonArray catalog = scoped ? TokenJson.catalog(addresses(call)) : new JsonArray();
          return Reply.ok(
              new JsonObject()
                  .put("catalog", catalog)
                  .put("links", call.json().self("/auth/catalog")));
        });
  }

  /** Nobody has a role on a domain. */
  Uni<Reply> domains(Call call) {
    return callers
        .anybody(call)
        .map(token -> Reply.ok(call.json().list("domains", List.of(), "/auth/domains")));
  }

  Uni<Reply> system(Call call) {
    return callers
        .anybody(call)
        .map(token -> {
          JsonArray all = new JsonArray();
          if (!token.assignments().systemRoles().isEmpty()) {
            all.add(new JsonObject().put("all", true));
          }
          return Reply.ok(
              new JsonObject().put("system", all).put("links", call.json().self("/auth/system")));
        });
  }
}
