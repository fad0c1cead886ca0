package io.vitrine.readiness;

import static io.vitrine.readiness.Severity.DOUBTFUL;
import static io.vitrine.readiness.Severity.UNSAFE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds what it is for, and lets pass what is right. */
class RulesTest {
  private static final String STRONG = "b71cf2a9d4e80563b71cf2a9";
  private static final Jvm SOUND =
      new Jvm(256L << 20, List.of("-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError"));

  private record Setting(String variable, String value) {}

  private static Setting set(String variable, String value) {
    return new Setting(variable, value);
  }

  private static Arguments row(String name, Severity severity, Setting... settings) {
    return Arguments.of(name, severity, List.of(settings));
  }

  static Stream<Arguments> whatIsFound() {
    return Stream.of(
        row("guessable-secret", UNSAFE, set("QUARKUS_DATASOURCE_PASSWORD", "Registry-Password1")),
        row("guessable-secret", UNSAFE, set("VITRINE_STORES_FAST_SECRET_KEY", "minioadmin")),
        row("guessable-secret", UNSAFE, set("VITRINE_IDENTITY_CLIENT_SECRET", "x7Qk2_pz")),
        row(
            "guessable-secret",
            UNSAFE,
            set(
                "KAFKA_SASL_JAAS_CONFIG",
                "org.apache…ScramLoginModule required username=\"a\" password=\"kafka-secret\";")),
        row(
            "local-cluster",
            UNSAFE,
            set("QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET", "local-" + STRONG)),
        row(
            "local-cluster",
            UNSAFE,
            set("VITRINE_VOUCHER_PRIVATE_KEY", "/home/me/vitrine/.vitrine/data/voucher.pem")),
        row("open-database", UNSAFE, set("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://db/r")),
        row(
            "open-database",
            UNSAFE,
            set(
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                "postgresql://db.example:5432/r?sslmode=prefer")),
        row(
            "unverified-database",
            DOUBTFUL,
            set("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://a,b/r?sslmode=require")),
        row("open-kafka", UNSAFE, set("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092")),
        row(
            "open-kafka",
            UNSAFE,
            set("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092,kafka.example:9093"),
            set("KAFKA_SECURITY_PROTOCOL", "SSL")),
        row(
            "clear-kafka-in-cluster",
            DOUBTFUL,
            set("KAFKA_BOOTSTRAP_SERVERS", "kafka.data.svc.cluster.local:9092"),
            set("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT")),
        row(
            "clear-kafka",
            UNSAFE,
            set("KAFKA_BOOTSTRAP_SERVERS", "kafka.example:9092"),
            set("KAFKA_SECURITY_PROTOCOL", "sasl_plaintext")),
        row(
            "plain-http",
            UNSAFE,
            set("QUARKUS_OIDC_AUTH_SERVER_URL", "http://keycloak.example/realms/vitrine")),
        row(
            "plain-http-in-cluster",
            DOUBTFUL,
            set("VITRINE_STORES_FAST_ENDPOINT", "http://minio:9000")),
        row(
            "plain-http-in-cluster",
            DOUBTFUL,
            set("VITRINE_ROUTES_STORE", "http://store.vitrine.svc:8080")),
        row(
            "plain-http",
            UNSAFE,
            set("VITRINE_REGISTRY_IMPORTS_GLANCES", "A=https://a.example,B=http://b.example")),
        row(
            "plain-http-of-clients",
            UNSAFE,
            set("VITRINE_GATEWAY_PUBLIC_URL", "http://image.example")),
        row(
            "plain-http-of-traces",
            DOUBTFUL,
            set("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "http://traces.example:4317")),
        row("opened-networks", UNSAFE, set("VITRINE_FETCH_ALLOWED_NETWORKS", "0.0.0.0/0")),
        row(
            "opened-networks",
            UNSAFE,
            set("VITRINE_FETCH_ALLOWED_NETWORKS", "10.1.0.0/16, 169.254.0.0/16")),
        row("private-networks", DOUBTFUL, set("VITRINE_FETCH_ALLOWED_NETWORKS", "10.1.0.0/16")),
        row("profile", UNSAFE, set("QUARKUS_PROFILE", "prod,dev")),
        row("any-origin", UNSAFE, set("QUARKUS_HTTP_CORS_ORIGINS", "https://a.example,*")),
        row(
            "untrusted-proxies",
            UNSAFE,
            set("QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true")),
        row("clear-http2", UNSAFE, set("QUARKUS_HTTP_HTTP2", "true")),
        row("unchecked-tokens", UNSAFE, set("QUARKUS_OIDC_TOKEN_ISSUER", "any")),
        row("no-tokens", UNSAFE, set("QUARKUS_OIDC_TENANT_ENABLED", "false")),
        row("unchecked-certificates", UNSAFE, set("QUARKUS_TLS_TRUST_ALL", "true")),
        row("unchecked-certificates", UNSAFE, set("QUARKUS_TLS_KEYSTONE_TRUST_ALL", "true")),
        row("unchecked-hosts", UNSAFE, set("QUARKUS_OIDC_TLS_VERIFICATION", "none")),
        row("unchecked-hosts", UNSAFE, set("KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM", "")),
        row("wiped-database", UNSAFE, set("QUARKUS_FLYWAY_CLEAN_AT_START", "true")),
        row(
            "generated-schema",
            UNSAFE,
            set("QUARKUS_HIBERNATE_ORM_SCHEMA_MANAGEMENT_STRATEGY", "update")),
        row("lost-facts", UNSAFE, set("MP_MESSAGING_OUTGOING_FACTS_ACKS", "1")),
        row("secrets-in-the-log", UNSAFE, set("QUARKUS_LOG_LEVEL", "debug")),
        row(
            "bodies-in-the-log",
            UNSAFE,
            set("QUARKUS_REST_CLIENT_LOGGING_SCOPE", "request-response")),
        row(
            "tokens-in-the-access-log",
            UNSAFE,
            set("QUARKUS_HTTP_ACCESS_LOG_PATTERN", "%h %{i,X-Auth-Token} %s")),
        row(
            "tokens-in-the-access-log",
            UNSAFE,
            set("QUARKUS_HTTP_ACCESS_LOG_PATTERN", "%h %{ALL_REQUEST_HEADERS}")),
        row("plain-http", UNSAFE, set("VITRINE_KEYSTONE_URL", "HTTP://keystone.example:5000")),
        row(
            "open-kafka",
            UNSAFE,
            set("KAFKA_BOOTSTRAP_SERVERS", "kafka.example:9093"),
            set("KAFKA_SECURITY_PROTOCOL", "SSL"),
            set("KAFKA_SSL_KEYSTORE_LOCATION", "")),
        row("debug-log", DOUBTFUL, set("QUARKUS_LOG_CATEGORY__IO_VITRINE__LEVEL", "TRACE")),
        row("trusted-commands", DOUBTFUL, set("VITRINE_REGISTRY_COMMANDS_TRUSTED", "true")),
        row("unverified-copies", DOUBTFUL, set("VITRINE_WORKER_VERIFY_COPIES", "false")),
        row("superuser", DOUBTFUL, set("QUARKUS_DATASOURCE_USERNAME", "postgres")),
        row(
            "fetched-in-the-clear",
            DOUBTFUL,
            set("QUARKUS_APPLICATION_NAME", "conversion-worker"),
            set("VITRINE_FETCH_ALLOWED_SCHEMES", "http,https")),
        row("no-rate-limit", DOUBTFUL, set("QUARKUS_APPLICATION_NAME", "vitrine-gateway")),
        row("no-quota", DOUBTFUL, set("QUARKUS_APPLICATION_NAME", "registry-service")));
  }

  static Stream<Arguments> whatIsRight() {
    return Stream.of(
        row("guessable-secret", UNSAFE, set("QUARKUS_DATASOURCE_PASSWORD", STRONG)),
        row("guessable-secret", UNSAFE, set("QUARKUS_DATASOURCE_PASSWORD", "")),
        row(
            "guessable-secret",
            UNSAFE,
            set(
                "KAFKA_SASL_JAAS_CONFIG",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required ;")),
        row("local-cluster", UNSAFE, set("VITRINE_VOUCHER_PRIVATE_KEY", "/run/secrets/voucher")),
        row("local-cluster", UNSAFE, set("JAVA_HOME", "/home/me/.vitrine/jdk")),
        row(
            "open-database",
            UNSAFE,
            set("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://[::1]/r")),
        row(
            "open-database",
            UNSAFE,
            set("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://db/r?ssl=true&x=y")),
        row(
            "open-database",
            UNSAFE,
            set("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://db/r?x=y&sslmode=verify-full")),
        row(
            "open-database",
            UNSAFE,
            set("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://db/r"),
            set("QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE", "verify-full")),
        row("open-kafka", UNSAFE, set("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092")),
        row(
            "open-kafka",
            UNSAFE,
            set("KAFKA_BOOTSTRAP_SERVERS", "kafka:9093"),
            set("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")),
        row(
            "open-kafka",
            UNSAFE,
            set("KAFKA_BOOTSTRAP_SERVERS", "kafka:9093"),
            set("KAFKA_SECURITY_PROTOCOL", "SSL"),
            set("KAFKA_SSL_KEYSTORE_LOCATION", "/run/secrets/kafka.p12")),
        row(
            "plain-http",
            UNSAFE,
            set("QUARKUS_OIDC_AUTH_SERVER_URL", "https://k.example/realms/v")),
        row("plain-http", UNSAFE, set("VITRINE_ROUTES_STORE", "http://127.0.0.1:9282")),
        row(
            "plain-http-of-clients",
            UNSAFE,
            set("VITRINE_GATEWAY_PUBLIC_URL", "https://image.example")),
        row(
            "plain-http-of-traces",
            UNSAFE,
            set("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317")),
        row("opened-networks", UNSAFE, set("VITRINE_FETCH_ALLOWED_NETWORKS", "")),
        row("profile", UNSAFE, set("QUARKUS_PROFILE", "prod")),
        row("any-origin", UNSAFE, set("QUARKUS_HTTP_CORS_ORIGINS", "https://console.example")),
        row(
            "untrusted-proxies",
            UNSAFE,
            set("QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true"),
            set("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES", "10.4.0.0/16")),
        row(
            "clear-http2",
            UNSAFE,
            set("QUARKUS_HTTP_HTTP2", "true"),
            set("QUARKUS_HTTP_INSECURE_REQUESTS", "disabled")),
        row("unchecked-tokens", UNSAFE, set("QUARKUS_OIDC_TOKEN_AUDIENCE", "vitrine")),
        row("no-tokens", UNSAFE, set("QUARKUS_OIDC_TENANT_ENABLED", "true")),
        row("unchecked-certificates", UNSAFE, set("QUARKUS_TLS_TRUST_ALL", "false")),
        row("unchecked-hosts", UNSAFE, set("QUARKUS_OIDC_TLS_VERIFICATION", "required")),
        row("wiped-database", UNSAFE, set("QUARKUS_FLYWAY_CLEAN_AT_START", "false")),
        row(
            "generated-schema",
            UNSAFE,
            set("QUARKUS_HIBERNATE_ORM_SCHEMA_MANAGEMENT_STRATEGY", "none")),
        row("lost-facts", UNSAFE, set("MP_MESSAGING_OUTGOING_DOWNLOADS_ACKS", "1")),
        row("secrets-in-the-log", UNSAFE, set("QUARKUS_LOG_LEVEL", "WARN")),
        row("bodies-in-the-log", UNSAFE, set("QUARKUS_REST_CLIENT_LOGGING_SCOPE", "none")),
        row(
            "tokens-in-the-access-log",
            UNSAFE,
            set("QUARKUS_HTTP_ACCESS_LOG_PATTERN", "%h %{i,User-Agent} %s")),
        row("debug-log", UNSAFE, set("QUARKUS_LOG_CATEGORY__IO_VITRINE__LEVEL", "INFO")),
        row("trusted-commands", UNSAFE, set("VITRINE_REGISTRY_COMMANDS_TRUSTED", "false")),
        row("unverified-copies", UNSAFE, set("VITRINE_WORKER_VERIFY_COPIES", "true")),
        row("superuser", UNSAFE, set("QUARKUS_DATASOURCE_USERNAME", "registry")),
        row("fetched-in-the-clear", UNSAFE, set("QUARKUS_APPLICATION_NAME", "store-service")),
        row(
            "fetched-in-the-clear",
            UNSAFE,
            set("QUARKUS_APPLICATION_NAME", "registry-service"),
            set("VITRINE_FETCH_ALLOWED_SCHEMES", "https")),
        row(
            "no-rate-limit",
            UNSAFE,
            set("QUARKUS_APPLICATION_NAME", "vitrine-gateway"),
            set("VITRINE_GATEWAY_RATE_LIMIT_REQUESTS_PER_SECOND", "50")),
        row(
            "no-quota",
            UNSAFE,
            set("QUARKUS_APPLICATION_NAME", "registry-service"),
            set("VITRINE_REGISTRY_QUOTAS_IMAGE_SIZE_TOTAL", "-1")));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("whatIsFound")
  void finds(String name, Severity severity, List<Setting> settings) {
    assertThat(Verdict.of(of(settings), SOUND).findings())
        .filteredOn(finding -> finding.name().equals(name))
        .extracting(Finding::severity)
        .contains(severity);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("whatIsRight")
  void letsPass(String name, Severity severity, List<Setting> settings) {
    assertThat(Verdict.of(of(settings), SOUND).findings())
        .extracting(Finding::name)
        .doesNotContain(name);
  }

  @Test
  void findsAHeapThatIsNoneAndOneThatNobodyChose() {
    assertThat(verdictOn(new Jvm(32L << 20, SOUND.options())).unsafe()).hasSize(1);
    assertThat(verdictOn(new Jvm(256L << 20, List.of("-XX:+UseSerialGC"))).doubtful())
        .extracting(Finding::name)
        .containsExactly("unchosen-heap", "stays-without-memory");
    assertThat(verdictOn(SOUND).findings()).isEmpty();
  }

  @Test
  void findsAJvmThatListensForOthers() {
    String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005";
    assertThat(verdictOn(new Jvm(256L << 20, List.of("-Xmx256m", debugger))).unsafe())
        .extracting(Finding::name)
        .containsExactly("open-jvm");
  }

  private static Verdict verdictOn(Jvm jvm) {
    return Verdict.of(new Settings(Map.of()), jvm);
  }

  @Test
  void everyRuleIsTriedBothWays() {
    Set<Object> found = whatIsFound().map(row -> row.get()[0]).collect(Collectors.toSet());
    Set<Object> right = whatIsRight().map(row -> row.get()[0]).collect(Collectors.toSet());
    assertThat(Rules.ALL)
        .filteredOn(rule -> !(rule instanceof Heap) && !(rule instanceof OpenJvm))
        .allSatisfy(rule -> {
          assertThat(found).containsAnyElementsOf(rule.names());
          assertThat(right).containsAnyElementsOf(rule.names());
        });
    assertThat(Rules.ALL).flatExtracting(Rule::names).doesNotHaveDuplicates();
  }

  private static Settings of(List<Setting> settings) {
    var byVariable = new HashMap<String, String>();
    settings.forEach(each -> byVariable.put(each.variable(), each.value()));
    return new Settings(byVariable);
  }
}
