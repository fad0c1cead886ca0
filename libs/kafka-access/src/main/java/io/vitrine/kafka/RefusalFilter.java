package io.vitrine.kafka;

import io.quarkus.logging.LoggingFilter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Every client of Kafka tries again and again what is refused, and each time says so with a long
 * trace that tells where in Kafka's client it happened. Here that becomes the reason in a sentence,
 * and each sentence is said once a minute.
 */
@LoggingFilter(name = "kafka-refusals")
public final class RefusalFilter implements Filter {
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final int REMEMBERED = 200;
  private static final Formatter WITHOUT_TRACE = new PatternFormatter("%m");
  private static final String CLIENTS = "org.apache.kafka.";
  private static final String TOKENS = "org.apache.kafka.common.security.oauthbearer.";

  private final Clock clock;
  private final Map<String, Instant> said = new HashMap<>();

  public RefusalFilter() {
    this(Clock.systemUTC());
  }

  RefusalFilter(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean isLoggable(LogRecord logged) {
    Optional<Refusal> refusal = refusal(logged);
    if (refusal.isPresent() && logged instanceof ExtLogRecord record) {
      String format = String.valueOf(record.getMessage());
      shorten(record, refusal.get());
      // Not what the message is filled with: that may be another each time.
      return isNews(record.getLoggerName() + format + refusal.get().sentence());
    }
    return !isComplaint(logged) || isNews(formatted(logged));
  }

  private static Optional<Refusal> refusal(LogRecord logged) {
    Throwable thrown = logged.getThrown();
    if (thrown != null && logger(logged).startsWith(TOKENS)) {
      return Optional.of(Refusal.of("no token for Kafka", thrown));
    }
    return Refusal.in(thrown);
  }

  private static void shorten(ExtLogRecord record, Refusal refusal) {
    String message = formatted(record);
    record.setMessage(message + ": " + refusal.sentence(), FormatStyle.NO_FORMAT);
    record.setParameters(null);
    record.setThrown(null);
  }

  /** Of Kafka's own clients, which connect again each second. */
  private static boolean isComplaint(LogRecord logged) {
    return logger(logged).startsWith(CLIENTS)
        && logged.getLevel().intValue() >= Level.WARNING.intValue();
  }

  private static String logger(LogRecord logged) {
    return String.valueOf(logged.getLoggerName());
  }

  private static String formatted(LogRecord logged) {
    return WITHOUT_TRACE.formatMessage(logged);
  }

  private synchronized boolean isNews(String message) {
    Instant now = clock.instant();
    said.values().removeIf(when -> when.plus(QUIET).isBefore(now));
    return said.size() >= REMEMBERED || said.putIfAbsent(message, now) == null;
  }
}
