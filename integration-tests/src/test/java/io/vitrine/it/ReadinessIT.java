package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** In production a service with unsafe settings does not start, and says why. */
class ReadinessIT {
  private static final Map<String, String> PRODUCTION =
      Map.of(
          "VITRINE_PRODUCTION", "true",
          // Nobody is there: who tries to reach them has begun to start.
          "KAFKA_BOOTSTRAP_SERVERS", "kafka.invalid:9092",
          "QUARKUS_OIDC_AUTH_SERVER_URL", "http://keycloak.invalid/realms/vitrine");

  static Stream<Arguments> services() {
    Map<String, String> database =
        Map.of(
            "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://database.invalid/vitrine",
            "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://database.invalid/vitrine",
            "QUARKUS_DATASOURCE_PASSWORD", "postgres");
    Map<String, String> storage =
        Map.of(
            "VITRINE_STORES_PRIMARY_ENDPOINT", "http://s3.invalid",
            "VITRINE_STORES_PRIMARY_SECRET_KEY", "minioadmin",
            "QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET", "local-0123456789abcdef0123456789abcdef");
    return Stream.of(
        Arguments.of("registry-service", database, "open-database,guessable-secret"),
        Arguments.of("metadefs-service", database, "open-database,guessable-secret"),
        Arguments.of("store-service", storage, "guessable-secret,local-cluster"),
        Arguments.of("conversion-worker", storage, "guessable-secret,local-cluster"),
        Arguments.of(
            "api-gateway",
            Map.of("QUARKUS_HTTP_CORS_ORIGINS", "*", "VITRINE_IDENTITY_CLIENT_SECRET", "secret"),
            "any-origin,guessable-secret"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("services")
  void refusesToStart(String module, Map<String, String> settings, String findings) {
    var all = new HashMap<>(PRODUCTION);
    all.putAll(settings);
    try (AnotherService service = AnotherService.launch(module, "unsafe-" + module, all)) {
      String said = service.awaitEnd();
      assertThat(service.exitValue()).isEqualTo(1);
      assertThat(said).contains("does not start", "[open-kafka]", "[plain-http]");
      assertThat(said).contains(Stream.of(findings.split(",")).map("[%s]"::formatted).toList());
      assertThat(said).doesNotContain("Exception", "\tat ", "minioadmin", "local-0123");
    }
  }

  @Test
  void startsWithWhatIsSafeOrAccepted() {
    Map<String, String> settings =
        Map.of("VITRINE_PRODUCTION", "true", "VITRINE_PRODUCTION_ACCEPT", "local-cluster");
    try (AnotherGateway gateway =
        AnotherGateway.start(TestCluster.get(), "accepted-gateway", settings)) {
      assertThat(gateway.log()).contains("[no-rate-limit]").doesNotContain("[local-cluster]");
    }
  }
}
