package io.vitrine.gateway.authentication;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vitrine.gateway.keystone.Keystone;
import io.vitrine.gateway.keystone.KeystoneConfig;
import io.vitrine.gateway.keystone.KeystoneToken;
import io.vitrine.gateway.route.Destination;
import io.vitrine.gateway.voucher.Voucher;
import io.vitrine.gateway.voucher.Vouchers;
import io.vitrine.identity.Assignments;
import io.vitrine.identity.Role;
import io.vitrine.problem.RequestProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tokens of an existing Keystone, vouched for by the gateway once Keystone knows them. */
@ApplicationScoped
class KeystoneTokens {
  private static final String SERVICE = Role.SERVICE.id();
  private static final Set<String> ROLES =
      Arrays.stream(Role.values()).map(Role::id).collect(Collectors.toUnmodifiableSet());

  private final KeystoneConfig config;
  private final Keystone keystone;
  private final Vouchers vouchers;
  private final Duration patience;
  private final Map<String, String> roles;

  KeystoneTokens(
      KeystoneConfig config,
      Keystone keystone,
      Vouchers vouchers,
      ServiceTokenConfig serviceTokens) {
    this.config = config;
    this.keystone = keystone;
    this.vouchers = vouchers;
    this.patience = serviceTokens.expiredUserTokens();
    this.roles = lowerCased(config.roles());
  }

  private static Map<String, String> lowerCased(Map<String, String> roles) {
    Map<String, String> lower = new HashMap<>();
    roles.forEach((theirs, ours) ->
        lower.put(theirs.toLowerCase(Locale.ROOT), ours.toLowerCase(Locale.ROOT)));
    return Map.copyOf(lower);
  }

  void check(@Observes StartupEvent event) {
    config.url().ifPresent(this::checkComplete);
  }

  private void checkComplete(URI url) {
    require(
        url.getHost() != null && Set.of("http", "https").contains(url.getScheme()),
        "vitrine.keystone.url is no http or https URL: " + url);
    require(
        config.username().isPresent() && config.password().isPresent(),
        "vitrine.keystone.url needs vitrine.keystone.username and .password: a user at Keystone"
            + " that may validate tokens");
    require(
        vouchers.areSigned(),
        "vitrine.keystone.url needs vitrine.voucher.private-key here and"
            + " vitrine.voucher.public-keys in the services");
    require(
        ROLES.containsAll(roles.values()),
        "vitrine.keystone.roles maps to one of " + ROLES + ", not to all of " + roles.values());
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** Whether this token is Keystone's to judge. */
  boolean judges(BearerToken token) {
    return keystone.isAsked() && !token.namesIssuer();
  }

  /** With a voucher for the one who holds the token. */
  Uni<Admission> admit(
      HttpServerRequest request, Destination.Call call, BearerToken token, boolean mayHaveEnded) {
    return find(token, mayHaveEnded)
        .map(known ->
            admission(request, call, known, known.expiresAt().plus(allowed(mayHaveEnded))));
  }

  /** Whether a service holds this token; fails if it is no good. */
  Uni<Boolean> isHeldByService(BearerToken token) {
    return find(token, false).map(known -> ourNames(known).contains(SERVICE));
  }

  private Uni<KeystoneToken> find(BearerToken token, boolean mayHaveEnded) {
    return Uni.createFrom()
        .completionStage(() -> keystone.find(token.text(), mayHaveEnded))
        .map(found -> current(found, mayHaveEnded));
  }

  /** Keystone has its own opinion on this, but an answer may be older than the token's end. */
  private KeystoneToken current(Optional<KeystoneToken> found, boolean mayHaveEnded) {
    return found
        .filter(known -> Instant.now().isBefore(known.expiresAt().plus(allowed(mayHaveEnded))))
        .orElseThrow(AuthenticationFailedException::new);
  }

  private Duration allowed(boolean mayHaveEnded) {
    return mayHaveEnded ? patience : Duration.ZERO;
  }

  private Admission admission(
      HttpServerRequest request, Destination.Call call, KeystoneToken known, Instant until) {
    if (!known.allows(config.serviceType(), request.method().name(), call.path())) {
      throw new RequestProblem.Unauthenticated(
              "The access rules of the application credential do not allow this request.")
          .asException();
    }
    String project =
        known
            .projectId()
            .orElseThrow(() ->
                new RequestProblem.Forbidden("This token is not scoped to a project.")
                    .asException());
    Set<String> names = ourNames(known);
    List<String> groups =
        names.stream().sorted().map(role -> "/projects/" + project + "/" + role).toList();
    if (groups.isEmpty()) {
      throw new RequestProblem.Forbidden(
              "The token has no role in project " + project + " that means anything here.")
          .asException();
    }
    Voucher voucher =
        new Voucher(
            known.userId(),
            Map.of(Assignments.CLAIM, groups, "preferred_username", known.userName()));
    return new Admission(
        vouchers.of(voucher), known.userId(), project, names.contains(SERVICE), until);
  }

  private Set<String> ourNames(KeystoneToken known) {
    return known.roles().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .map(name -> roles.getOrDefault(name, name))
        .filter(ROLES::contains)
        .collect(Collectors.toUnmodifiableSet());
  }
}
