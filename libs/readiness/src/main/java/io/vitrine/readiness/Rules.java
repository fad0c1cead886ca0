package io.vitrine.readiness;

import static io.vitrine.readiness.Severity.DOUBTFUL;
import static io.vitrine.readiness.Severity.UNSAFE;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** All that is asked of a service's settings. */
final class Rules {
  private Rules() {}

  private static final Pattern TOKEN_HEADERS =
      Pattern.compile(
          "(?i)^long$|ALL_REQUEST_HEADERS|\\{i,\\s*(authorization|x-(auth|subject|service)-token)");

  private static final List<String> SECRETS =
      List.of(
          "QUARKUS_DATASOURCE_PASSWORD",
          "QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET",
          "VITRINE_IDENTITY_CLIENT_SECRET",
          "VITRINE_KEYSTONE_PASSWORD",
          "VITRINE_STORES_.*_SECRET_KEY",
          "KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET",
          "KAFKA_SASL_JAAS_CONFIG");

  private static final List<String> REMOTE =
      List.of(
          "QUARKUS_OIDC_AUTH_SERVER_URL",
          "QUARKUS_OIDC_CLIENT_AUTH_SERVER_URL",
          "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL",
          "VITRINE_IDENTITY_REALM_URL",
          "VITRINE_KEYSTONE_URL",
          "VITRINE_STORES_.*_ENDPOINT",
          "VITRINE_ROUTES_.*",
          "VITRINE_REGISTRY_URL",
          "VITRINE_REGISTRY_IMPORTS_GLANCES");

  static final List<Rule> ALL =
      List.of(
          new Guessable("guessable-secret", SECRETS),
          new OfLocalCluster("local-cluster", SECRETS),
          new OpenDatabase(),
          new OpenKafka(),
          new InTheClear("plain-http", REMOTE, UNSAFE, "Give it TLS, and an https:// URL."),
          new InTheClear(
              "plain-http-of-clients",
              List.of("VITRINE_GATEWAY_PUBLIC_URL", "VITRINE_GATEWAY_IDENTITY_URL"),
              UNSAFE,
              "Clients send passwords and tokens there: let them come by https://."),
          new InTheClear(
              "plain-http-of-traces",
              List.of("QUARKUS_OTEL_EXPORTER_OTLP_.*ENDPOINT"),
              DOUBTFUL,
              "Spans name projects, users and images: give the collector TLS."),
          new OpenedNetworks(),
          new OpenJvm(),
          new Heap(),
          new Never(
              "profile",
              UNSAFE,
              List.of("QUARKUS_PROFILE", "SMALLRYE_CONFIG_PROFILE"),
              anyOf("dev", "test"),
              Rules::never,
              "this profile is for developers, and leaves checks out.",
              "Take it out: 'prod' is the default."),
          new Never(
              "any-origin",
              UNSAFE,
              List.of("QUARKUS_HTTP_CORS_ORIGINS"),
              anyOf("*", "/.*/"),
              Rules::never,
              "scripts of any web site may speak to this service from a user's browser.",
              "Name the consoles: https://console.example."),
          new Never(
              "untrusted-proxies",
              UNSAFE,
              List.of("QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING"),
              anyOf("true"),
              settings -> settings.value("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES").isPresent(),
              "anybody can say from where he comes and under which URL.",
              "Name the proxies' addresses in QUARKUS_HTTP_PROXY_TRUSTED_PROXIES."),
          new Never(
              "clear-http2",
              UNSAFE,
              List.of("QUARKUS_HTTP_HTTP2"),
              anyOf("true"),
              settings -> settings.is("QUARKUS_HTTP_INSECURE_REQUESTS", "disabled"),
              "a request that upgrades clear text to HTTP/2 passes by all flow control and fills the"
                  + " memory.",
              "Have TLS here and QUARKUS_HTTP_INSECURE_REQUESTS=disabled, or leave HTTP/2 to the"
                  + " proxy."),
          new Never(
              "unchecked-tokens",
              UNSAFE,
              List.of("QUARKUS_OIDC_TOKEN_ISSUER", "QUARKUS_OIDC_TOKEN_AUDIENCE"),
              anyOf("any"),
              Rules::never,
              "tokens that were made for somebody else are good here.",
              "Take it out: the realm says its issuer, and the audience is 'vitrine'."),
          new Never(
              "no-tokens",
              UNSAFE,
              List.of("QUARKUS_OIDC_TENANT_ENABLED"),
              anyOf("false"),
              Rules::never,
              "nobody's token is looked at.",
              "Take it out."),
          new Never(
              "unchecked-certificates",
              UNSAFE,
              List.of(
                  "QUARKUS_TLS_.*TRUST_ALL",
                  "QUARKUS_REST_CLIENT_.*TRUST_ALL",
                  "QUARKUS_DATASOURCE_REACTIVE_TRUST_ALL"),
              anyOf("true"),
              Rules::never,
              "whoever answers is believed.",
              "Name the authority instead (QUARKUS_TLS_TRUST_STORE_PEM_CERTS)."),
          new Never(
              "unchecked-hosts",
              UNSAFE,
              List.of(
                  "QUARKUS_OIDC_TLS_VERIFICATION",
                  "QUARKUS_OIDC_CLIENT_TLS_VERIFICATION",
                  "QUARKUS_TLS_.*HOSTNAME_VERIFICATION_ALGORITHM",
                  "QUARKUS_REST_CLIENT_.*VERIFY_HOST",
                  "KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM"),
              anyOf("none", "certificate-validation", "false", ""),
              Rules::never,
              "a certificate of any name is good enough.",
              "Take it out, and have the name in the certificate that the URL has."),
          new Never(
              "wiped-database",
              UNSAFE,
              List.of("QUARKUS_FLYWAY_CLEAN_AT_START", "QUARKUS_FLYWAY_REPAIR_AT_START"),
              anyOf("true"),
              Rules::never,
              "a start deletes the catalogue, or forgets which migrations have failed.",
              "Take it out."),
          new Never(
              "generated-schema",
              UNSAFE,
              List.of("QUARKUS_HIBERNATE_ORM_SCHEMA_MANAGEMENT_STRATEGY"),
              anyOf("none", "validate").negate(),
              Rules::never,
              "the schema is the migrations' alone.",
              "Take it out: 'none' is the default."),
          new Never(
              "lost-facts",
              UNSAFE,
              List.of("MP_MESSAGING_OUTGOING_(FACTS|BLOBS|IMPORT_PROGRESS)_ACKS"),
              anyOf("all", "-1").negate(),
              Rules::never,
              "facts are lost with the broker that has taken them.",
              "Take it out: 'all' is the default."),
          new Never(
              "secrets-in-the-log",
              UNSAFE,
              List.of("QUARKUS_LOG_LEVEL"),
              Rules::tellsTooMuch,
              Rules::never,
              "below INFO the clients of Keycloak, S3 and Kafka log tokens.",
              "Take it out, and set QUARKUS_LOG_CATEGORY__<NAME>__LEVEL for what you look for."),
          new Never(
              "bodies-in-the-log",
              UNSAFE,
              List.of("QUARKUS_REST_CLIENT_.*LOGGING_SCOPE"),
              anyOf("none").negate(),
              Rules::never,
              "requests are logged with their tokens.",
              "Take it out."),
          new Never(
              "tokens-in-the-access-log",
              UNSAFE,
              List.of("QUARKUS_HTTP_ACCESS_LOG_PATTERN"),
              pattern -> TOKEN_HEADERS.matcher(pattern).find(),
              Rules::never,
              "tokens are written to the access log.",
              "Take these headers out of the pattern."),
          new Never(
              "debug-log",
              DOUBTFUL,
              List.of("QUARKUS_LOG_CATEGORY_.*LEVEL"),
              Rules::tellsTooMuch,
              Rules::never,
              "it may log more than you want to keep.",
              "Take it out when you have seen enough."),
          new Never(
              "trusted-commands",
              DOUBTFUL,
              List.of("VITRINE_REGISTRY_COMMANDS_TRUSTED"),
              anyOf("true"),
              Rules::never,
              "whoever may write to vitrine.commands is an administrator.",
              "Have commands bring tokens, or let Kafka's ACLs name who may write there."),
          new Never(
              "unverified-copies",
              DOUBTFUL,
              List.of("VITRINE_WORKER_VERIFY_COPIES"),
              anyOf("false"),
              Rules::never,
              "a copy counts that nobody has read.",
              "Take it out, unless the stores verify what they copy."),
          new Never(
              "superuser",
              DOUBTFUL,
              List.of("QUARKUS_DATASOURCE_USERNAME"),
              anyOf("postgres", "root"),
              Rules::never,
              "the service may do everything with all databases of that server.",
              "Make a role that owns this one database."),
          new Missing(
              "fetched-in-the-clear",
              List.of("registry-service", "conversion-worker"),
              settings ->
                  settings
                      .value("VITRINE_FETCH_ALLOWED_SCHEMES")
                      .filter(schemes -> schemes.strip().equals("https"))
                      .isPresent(),
              "VITRINE_FETCH_ALLOWED_SCHEMES lets images be fetched by plain HTTP: whoever is on the"
                  + " way can change them.",
              "Set it to https, in registry and workers."),
          new Missing(
              "no-rate-limit",
              List.of("vitrine-gateway"),
              settings ->
                  settings
                      .value("VITRINE_GATEWAY_RATE_LIMIT_REQUESTS_PER_SECOND")
                      .filter(limit -> !limit.strip().equals("0"))
                      .isPresent(),
              "VITRINE_GATEWAY_RATE_LIMIT_REQUESTS_PER_SECOND sets no limit: one project can take all"
                  + " requests.",
              "Set what a project may ask for in a second."),
          new Missing(
              "no-quota",
              List.of("registry-service"),
              settings -> settings.like("VITRINE_REGISTRY_QUOTAS_IMAGE_.*").findAny().isPresent(),
              "VITRINE_REGISTRY_QUOTAS_… sets no limit: one project can fill the object storage.",
              "Set VITRINE_REGISTRY_QUOTAS_IMAGE_SIZE_TOTAL, or -1 where that is meant."));

  /** Nothing makes it safe. */
  private static boolean never(Settings settings) {
    return false;
  }

  private static Predicate<String> anyOf(String... values) {
    Set<String> unsafe = Set.of(values);
    return value ->
        List.of(value.toLowerCase(Locale.ROOT).split(",", -1)).stream()
            .map(String::strip)
            .anyMatch(unsafe::contains);
  }

  private static boolean tellsTooMuch(String level) {
    return Set.of("DEBUG", "TRACE", "ALL", "FINE", "FINER", "FINEST")
        .contains(level.toUpperCase(Locale.ROOT));
  }
}
