package io.vitrine.local.migrate;

import io.vitrine.local.ClusterException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How one comes to a cloud's Image API, as OpenStack clients are told by variables.
 *
 * @param prefix what the variables' names begin with
 * @param given the endpoint, where it is not to be looked up in the catalogue
 */
public record Cloud(String prefix, Map<String, String> variables, Optional<String> given) {
  public Cloud {
    variables = Map.copyOf(variables);
  }

  /**
   * The cloud that the variables describe, or name by {@code CLOUD}.
   *
   * @param name of one in clouds.yaml, which is then meant instead
   */
  public static Cloud of(
      String prefix,
      Map<String, String> variables,
      Optional<String> name,
      Optional<String> endpoint)
      throws IOException {
    Cloud described = new Cloud(prefix, variables, endpoint);
    Optional<String> meant = name.or(() -> described.get("CLOUD"));
    return meant.isEmpty()
        ? described
        : new Cloud(prefix, CloudsFile.read(meant.get(), prefix, variables), endpoint);
  }

  /** Who one is there, asked again when a token has ended. */
  SignIn signIn() {
    if (get("AUTH_URL").isPresent()) {
      return new Keystone(this);
    }
    String endpoint =
        given.orElseThrow(() ->
            new ClusterException(
                "set %1$sAUTH_URL, %1$sUSERNAME, … or say the endpoint".formatted(prefix)));
    SignIn.Session session =
        new SignIn.Session(get("TOKEN"), endpoint, Optional.empty(), Instant.MAX);
    return () -> session;
  }

  /** A variable's value; empty ones are as if they were not there. */
  Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(prefix + name)).filter(value -> !value.isEmpty());
  }

  String require(String name) {
    return get(name).orElseThrow(() -> new ClusterException("set " + prefix + name));
  }

  /** Secrets are among the variables. */
  @Override
  public String toString() {
    return "Cloud[" + prefix + "]";
  }
}
