package io.vitrine.readiness;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A Kafka that does not know who comes, or lets others read. */
record OpenKafka() implements Rule {
  private static final String OPEN = "open-kafka";
  private static final String CLEAR = "clear-kafka";
  private static final String CLEAR_IN_CLUSTER = "clear-kafka-in-cluster";
  private static final String IN_THE_CLEAR =
      "SASL_PLAINTEXT: whoever is on the way reads all facts, and the credentials";
  private static final String REMEDY =
      "Set it to SASL_SSL, and give each service a client of its own: docs/kafka-security.md.";

  @Override
  public List<String> names() {
    return List.of(OPEN, CLEAR, CLEAR_IN_CLUSTER);
  }

  @Override
  public Stream<Finding> findings(Settings settings, Jvm jvm) {
    List<Place> places =
        Stream.of(settings.value("KAFKA_BOOTSTRAP_SERVERS").orElse("localhost").split(",", -1))
            .map(Place::of)
            .toList();
    if (places.stream().allMatch(Place.HERE::equals)) {
      return Stream.empty();
    }
    String protocol =
        settings.value("KAFKA_SECURITY_PROTOCOL").orElse("PLAINTEXT").toUpperCase(Locale.ROOT);
    return switch (protocol) {
      case "SASL_SSL" -> Stream.empty();
      case "SSL" ->
          settings
                  .like("KAFKA_SSL_KEYSTORE_(LOCATION|KEY)")
                  .anyMatch(keystore -> !keystore.value().isBlank())
              ? Stream.empty()
              : finding(
                  OPEN,
                  Severity.UNSAFE,
                  "SSL without a keystore: Kafka does not know who comes, so that anybody can make"
                      + " an image of what he likes");
      case "SASL_PLAINTEXT" ->
          places.contains(Place.ELSEWHERE)
              ? finding(CLEAR, Severity.UNSAFE, IN_THE_CLEAR)
              : finding(CLEAR_IN_CLUSTER, Severity.DOUBTFUL, IN_THE_CLEAR);
      default ->
          finding(
              OPEN,
              Severity.UNSAFE,
              protocol
                  + ": whoever reaches Kafka reads all facts, and can make an image of what he"
                  + " likes");
    };
  }

  private static Stream<Finding> finding(String name, Severity severity, String what) {
    return Stream.of(
        new Finding(name, severity, "KAFKA_SECURITY_PROTOCOL is " + what + ".", REMEDY));
  }
}
