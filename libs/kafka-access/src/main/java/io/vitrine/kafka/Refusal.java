package io.vitrine.kafka;

import java.util.Optional;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;

/** Why this service cannot do in Kafka what it wants to, in a sentence. */
record Refusal(String sentence) {

  /** Empty if it is about something else. */
  static Optional<Refusal> in(@Nullable Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      switch (each) {
        case LoginException e -> {
          return Optional.of(of("no token for Kafka", e));
        }
        case SslAuthenticationException e -> {
          return Optional.of(of("no TLS with Kafka", e));
        }
        case AuthenticationException e -> {
          return Optional.of(of("Kafka refuses the credentials", e));
        }
        case AuthorizationException e -> {
          return Optional.of(of("Kafka refuses", e));
        }
        default -> {
          // What it wraps may be one.
        }
      }
    }
    return Optional.empty();
  }

  /** The innermost cause is the one that somebody can do something about. */
  static Refusal of(String what, Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why = root.getMessage();
    return new Refusal(what + ": " + (why == null ? root.toString() : why));
  }
}
