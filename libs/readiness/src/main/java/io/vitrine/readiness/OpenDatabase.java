package io.vitrine.readiness;

import io.vitrine.readiness.Settings.Setting;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A database that is spoken to without TLS, or with whoever answers. */
record OpenDatabase() implements Rule {
  private static final String OPEN = "open-database";
  private static final String UNVERIFIED = "unverified-database";
  private static final Pattern MODE = Pattern.compile("[?&]sslmode=([a-z-]+)");

  /** pgjdbc's own word for verify-full. */
  private static final Pattern JDBC_SSL = Pattern.compile("[?&]ssl(=true|=?(?=&|$))");

  private static final String REMEDY =
      "Append sslmode=verify-full to the URLs and name the authority: docs/operations.md.";

  @Override
  public List<String> names() {
    return List.of(OPEN, UNVERIFIED);
  }

  @Override
  public Stream<Finding> findings(Settings settings, Jvm jvm) {
    return Stream.of("QUARKUS_DATASOURCE_JDBC_URL", "QUARKUS_DATASOURCE_REACTIVE_URL")
        .flatMap(settings::like)
        .filter(each ->
            Place.databaseHosts(each.value()).anyMatch(host -> Place.of(host) != Place.HERE))
        .flatMap(each -> finding(each, settings).stream());
  }

  private static Optional<Finding> finding(Setting url, Settings settings) {
    return switch (mode(url, settings)) {
      case "verify-full" -> Optional.empty();
      case "require", "verify-ca" ->
          Optional.of(
              new Finding(
                  UNVERIFIED,
                  Severity.DOUBTFUL,
                  "%s encrypts, but does not check whose database it is.".formatted(url.variable()),
                  REMEDY));
      default ->
          Optional.of(
              new Finding(
                  OPEN,
                  Severity.UNSAFE,
                  "%s leads to another machine without TLS.".formatted(url.variable()),
                  REMEDY));
    };
  }

  private static String mode(Setting url, Settings settings) {
    Matcher mode = MODE.matcher(url.value());
    if (mode.find()) {
      return mode.group(1);
    }
    if (url.value().startsWith("jdbc:") && JDBC_SSL.matcher(url.value()).find()) {
      return "verify-full";
    }
    return url.variable().endsWith("REACTIVE_URL")
        ? settings.value("QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE").orElse("")
        : settings.value("QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_SSLMODE").orElse("");
  }
}
