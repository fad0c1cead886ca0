package io.vitrine.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.logging.Level;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefusalFilterTest {
  private Instant now = Instant.EPOCH;
  private final RefusalFilter filter =
      new RefusalFilter(
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }
          });

  @Test
  void saysWhyInASentenceAndLeavesTheTraceOut() {
    // Given
    var login = new LoginException("java.io.IOException: 401");
    login.initCause(new IOException("401: invalid client"));
    ExtLogRecord record =
        record("io.smallrye", "Unable to start %s", new KafkaException("Failed", login));

    // When
    boolean isSaid = filter.isLoggable(record);

    // Then
    assertThat(isSaid).isTrue();
    assertThat(record.getMessage())
        .isEqualTo("Unable to start it: no token for Kafka: 401: invalid client");
    assertThat(record.getThrown()).isNull();
  }

  @Test
  void saysTheSameOnceAMinute() {
    // Given
    Exception refusal = new TopicAuthorizationException("Not authorized to access topics: [a]");
    Exception another = new TopicAuthorizationException("Not authorized to access topics: [b]");

    // Then
    assertThat(filter.isLoggable(record("x", "no %s", refusal))).isTrue();
    assertThat(filter.isLoggable(record("x", "no %s", refusal))).isFalse();
    assertThat(filter.isLoggable(record("x", "no %s", another))).isTrue();
    now = now.plus(Duration.ofSeconds(61));
    assertThat(filter.isLoggable(record("x", "no %s", refusal))).isTrue();
  }

  @Test
  void tellsWhatIsRefusedByWhom() {
    assertThat(Refusal.in(new SslAuthenticationException("failed", new IOException("no path"))))
        .contains(new Refusal("no TLS with Kafka: no path"));
    assertThat(Refusal.in(new LoginException()))
        .contains(new Refusal("no token for Kafka: " + new LoginException()));
    assertThat(Refusal.in(new TimeoutException("late"))).isEmpty();
    assertThat(Refusal.in(null)).isEmpty();
  }

  @Test
  void takesWhateverKafkasTokenClientComplainsOfAsAToken() {
    // Given
    ExtLogRecord record =
        record(
            "org.apache.kafka.common.security.oauthbearer.internals.X",
            "error %s",
            new ConnectException("Connection refused"));

    // When
    filter.isLoggable(record);

    // Then
    assertThat(record.getMessage()).isEqualTo("error it: no token for Kafka: Connection refused");
  }

  @Test
  void letsKafkasClientsComplainOfTheSameOnceAMinuteAndOthersAsTheyLike() {
    // Given
    String client = "org.apache.kafka.clients.NetworkClient";

    // Then
    assertThat(filter.isLoggable(record(client, "no %s", null))).isTrue();
    assertThat(filter.isLoggable(record(client, "no %s", null))).isFalse();
    for (var _ : List.of(1, 2)) {
      ExtLogRecord other = record("io.vitrine", "no %s", new IllegalStateException("bug"));
      assertThat(filter.isLoggable(other)).isTrue();
      assertThat(other.getThrown()).isNotNull();
    }
  }

  private static ExtLogRecord record(String logger, String format, @Nullable Throwable thrown) {
    var record = new ExtLogRecord(Level.WARNING, format, FormatStyle.PRINTF, "");
    record.setLoggerName(logger);
    record.setParameters(new Object[] {"it"});
    record.setThrown(thrown);
    return record;
  }
}
