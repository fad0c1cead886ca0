package io.vitrine.readiness;

import io.vitrine.readiness.Settings.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Passwords that somebody else knows or can find out. */
record Guessable(String name, List<String> variables) implements Rule {
  private static final int SHORTEST = 16;

  /** Nothing but words that everybody tries first, digits and signs. */
  private static final Pattern WELL_KNOWN =
      Pattern.compile(
          "(?:access|admin|alt|automation|change|default|demo|dev|example|gateway|guest|image|images"
              + "|insecure|kafka|key|keycloak|me|metadefs|minio|pass|passwd|password|postgres|pw"
              + "|quarkus|reader|registry|root|s3|secret|service|store|test|user|vitrine|worker"
              + "|[^a-z])+");

  public Guessable {
    variables = List.copyOf(variables);
  }

  @Override
  public List<String> names() {
    return List.of(name);
  }

  @Override
  public Stream<Finding> findings(Settings settings, Jvm jvm) {
    return Secrets.among(settings, variables)
        .flatMap(each -> weakness(each.value()).map(weakness -> finding(each, weakness)).stream());
  }

  private static Optional<String> weakness(String secret) {
    if (WELL_KNOWN.matcher(secret.toLowerCase(Locale.ROOT)).matches()) {
      return Optional.of("is made of words that everybody tries first");
    }
    return secret.length() < SHORTEST
        ? Optional.of("has less than %d characters".formatted(SHORTEST))
        : Optional.empty();
  }

  private Finding finding(Setting secret, String weakness) {
    return new Finding(
        name,
        Severity.UNSAFE,
        "The secret in %s %s.".formatted(secret.variable(), weakness),
        "Make a new one, as with 'openssl rand -hex 24', for this use alone.");
  }
}
