package io.vitrine.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
  private static final Jvm SOUND =
      new Jvm(256L << 20, List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"));
  private static final Map<String, String> UNSAFE =
      Map.of(
          "QUARKUS_APPLICATION_NAME", "registry-service",
          "QUARKUS_DATASOURCE_PASSWORD", "postgres",
          "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
          "VITRINE_REGISTRY_COMMANDS_TRUSTED", "true");

  private static Verdict with(Map<String, String> more) {
    var settings = new HashMap<>(UNSAFE);
    settings.putAll(more);
    return Verdict.of(new Settings(settings), SOUND);
  }

  @Test
  void onlyProductionForbids() {
    assertThat(with(Map.of()).forbidsStart()).isFalse();
    assertThat(with(Map.of("VITRINE_PRODUCTION", "true")).forbidsStart()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "yes", " TRUE ", "on", "maybe"})
  void isOnByAnyWord(String value) {
    assertThat(with(Map.of("VITRINE_PRODUCTION", value)).forbidsStart()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "false", "0", "No", "off"})
  void isOff(String value) {
    assertThat(with(Map.of("VITRINE_PRODUCTION", value)).forbidsStart()).isFalse();
  }

  @Test
  void tellsAllAtOnceAndNoSecret() {
    String refusal = with(Map.of("VITRINE_PRODUCTION", "true")).refusal();
    assertThat(refusal)
        .contains("registry-service does not start", "2 findings")
        .contains("[guessable-secret] The secret in QUARKUS_DATASOURCE_PASSWORD")
        .contains("[open-kafka] KAFKA_SECURITY_PROTOCOL is PLAINTEXT")
        .contains("VITRINE_PRODUCTION_ACCEPT=guessable-secret,open-kafka")
        .doesNotContain("postgres", "trusted-commands");
  }

  @Test
  void whatIsAcceptedIsNeitherRefusedNorTold() {
    Verdict verdict =
        with(
            Map.of(
                "VITRINE_PRODUCTION",
                "true",
                "VITRINE_PRODUCTION_ACCEPT",
                "guessable-secret, open-kafka,trusted-commands,no-quota,fetched-in-the-clear,"));
    assertThat(verdict.forbidsStart()).isFalse();
    assertThat(verdict.findings()).isEmpty();
  }

  @Test
  void anUnknownNameIsNotAccepted() {
    assertThat(with(Map.of("VITRINE_PRODUCTION_ACCEPT", "open-kafak")).unsafe())
        .extracting(Finding::what)
        .contains("VITRINE_PRODUCTION_ACCEPT has 'open-kafak', which is no finding's name.");
  }

  @Test
  void aVariableIsNamedAsItsPropertyIs() {
    assertThat(Settings.variable("quarkus.oidc-client.credentials.secret"))
        .isEqualTo("QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET");
    assertThat(Settings.variable("quarkus.log.category.\"io.vitrine\".level"))
        .isEqualTo("QUARKUS_LOG_CATEGORY__IO_VITRINE__LEVEL");
  }
}
