package io.vitrine.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** A token that is replaced well before it ends. */
public final class KeptToken implements Supplier<String> {
  private static final Duration GOOD_FOR = Duration.ofMinutes(20);

  private final Supplier<String> signIn;
  private final Clock clock;
  private String token = "";
  private Instant end = Instant.MIN;

  public KeptToken(Supplier<String> signIn, Clock clock) {
    this.signIn = signIn;
    this.clock = clock;
  }

  @Override
  public synchronized String get() {
    if (!clock.instant().isBefore(end)) {
      token = signIn.get();
      end = clock.instant().plus(GOOD_FOR);
    }
    return token;
  }
}
