package io.vitrine.gateway.identity;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vitrine.gateway.PlayedClock;
import io.vitrine.gateway.identity.SignIn.Wanted;
import java.time.Duration;
import java.util.Map;

/** The use cases over a played realm, with the settings that are the default. */
final class Office {
  final PlayedRealm realm = new PlayedRealm();
  final PlayedClock clock = new PlayedClock(PlayedRealm.NOW);
  final Standing standing;
  final IssueToken issueToken;
  final TokenDesk desk;
  final ManageApplicationCredentials manage;

  Office() {
    this("60s");
  }

  Office(String recheckAfter) {
    this(recheckAfter, "0s");
  }

  Office(String recheckAfter, String retryAfter) {
    IdentityConfig config = config(recheckAfter, retryAfter);
    standing = new Standing(realm, realm, realm, config, clock);
    desk = new TokenDesk(realm, realm, standing);
    issueToken = new IssueToken(realm, realm, realm, realm, standing, config);
    manage = new ManageApplicationCredentials(realm, clock, config);
  }

  private static IdentityConfig config(String recheckAfter, String retryAfter) {
    return new SmallRyeConfigBuilder()
        .withMapping(IdentityConfig.class)
        .withConverter(Duration.class, 100, new DurationConverter())
        .withDefaultValues(
            Map.of(
                "vitrine.identity.realm-url",
                "http://127.0.0.1:1/realms/vitrine",
                "vitrine.identity.client-secret",
                "played",
                "vitrine.identity.retry-keycloak-after",
                retryAfter,
                "vitrine.identity.recheck-after",
                recheckAfter))
        .build()
        .getConfigMapping(IdentityConfig.class);
  }

  Token signIn(String user, Wanted wanted) {
    return issue(new Credentials.Password(new Reference.Name(user), user + "-secret"), wanted);
  }

  Token issue(Credentials credentials, Wanted wanted) {
    return issueToken.issue(new SignIn(credentials, wanted)).await().indefinitely();
  }

  boolean holds(Token token) {
    return standing.holds(token).await().indefinitely();
  }
}
