package io.vitrine.gateway.keystone;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The Keystone whose tokens are taken besides the realm's. Without a URL, none is. */
@ConfigMapping(prefix = "vitrine.keystone")
public interface KeystoneConfig {

  /** Where the gateway reaches it, with or without {@code /v3} at the end. */
  Optional<URI> url();

  /** The gateway's own user there; it needs a role that may validate tokens. */
  Optional<String> username();

  Optional<String> password();

  @WithDefault("service")
  String projectName();

  @WithDefault("Default")
  String userDomainName();

  @WithDefault("Default")
  String projectDomainName();

  /** How long an answer is believed: a token revoked at Keystone may live on that long here. */
  @WithDefault("60s")
  Duration cacheTime();

  /** Tokens remembered at most. */
  @WithDefault("10000")
  int cacheSize();

  /** How long a connection may take. */
  @WithDefault("3s")
  Duration connectTimeout();

  /** How long Keystone may think. */
  @WithDefault("10s")
  Duration answerTimeout();

  /** Questions to Keystone at once. */
  @WithDefault("64")
  int maxConnections();

  /** Which of the {@code quarkus.tls} configurations says whom to trust, if it is not the JVM's. */
  Optional<String> tlsConfigurationName();

  /** What Keystone's roles mean here, where the name alone does not say it; any case will do. */
  Map<String, String> roles();

  /** What an application credential's access rules call this service. */
  @WithDefault("image")
  String serviceType();
}
