package io.vitrine.gateway.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Settings of the Identity API. */
@ConfigMapping(prefix = "vitrine.identity")
public interface IdentityConfig {

  /** The realm, as this gateway reaches it. */
  @WithDefault("${quarkus.oidc.auth-server-url}")
  URI realmUrl();

  /** The confidential client that signs users in; also the audience of their tokens. */
  @WithDefault("vitrine")
  String clientId();

  String clientSecret();

  /**
   * How long a token is believed before Keycloak is asked again whether it is revoked, its user is
   * disabled or a role was taken away. So much later at most it is refused.
   */
  @WithDefault("60s")
  Duration recheckAfter();

  /** How long tokens are believed without asking after Keycloak did not answer. */
  @WithDefault("5s")
  Duration retryKeycloakAfter();

  /** Tokens remembered at once. */
  @WithDefault("100000")
  int rememberedTokens();

  /** The region of the catalogue's endpoints. */
  @WithDefault("RegionOne")
  String region();

  @WithDefault("2s")
  Duration connectTimeout();

  /** How long Keycloak may think. Passwords are hashed there, which takes its time under load. */
  @WithDefault("15s")
  Duration answerTimeout();

  /** How long a request waits for Keycloak's word on its token. */
  @WithDefault("2s")
  Duration recheckTimeout();

  /**
   * Whether administrators may make and delete projects, users and role assignments through this
   * API, as test suites do. Those of any project may: not for a realm that others use, too.
   */
  @WithDefault("true")
  boolean administration();

  /** Application credentials of one user at most. */
  @WithDefault("100")
  int maxApplicationCredentials();

  /** Connections to Keycloak at most, once for sign-ins and once for the rechecks of tokens. */
  @WithDefault("32")
  int maxConnections();

  /** Bytes of a request body at most. */
  @WithDefault("114688")
  long maxBodySize();
}
