package io.vitrine.registry.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.ce.impl.DefaultIncomingCloudEventMetadata;
import io.vitrine.events.FactCodec;
import io.vitrine.events.ImportRun;
import io.vitrine.events.ImportRun.Failed;
import io.vitrine.registry.TestDatabase;
import java.net.URI;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactReceiverTest {
  private static final Failed FACT =
      new Failed(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "a\0b");

  private static TestDatabase database;
  private final List<String> answers = new ArrayList<>();

  @BeforeAll
  static void start() {
    database = TestDatabase.start();
    database.execute("create table said (id int primary key, text text not null)");
    database.execute("insert into said values (1, 'once')");
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  private void receive(byte[] payload, Function<ImportRun, Uni<Void>> effect) {
    Message<byte[]> message =
        Message.of(payload)
            .addMetadata(
                new DefaultIncomingCloudEventMetadata<>(
                    "1.0",
                    "1",
                    URI.create("/test"),
                    FactCodec.typeOf(FACT),
                    "application/json",
                    null,
                    FACT.imageId().toString(),
                    ZonedDateTime.now(),
                    Map.of(),
                    payload))
            .withAck(() -> answer("taken"))
            .withNack(reason -> answer("dead letter"));
    FactReceiver.receive(message, ImportRun.class, effect).await().atMost(Duration.ofSeconds(50));
  }

  private CompletableFuture<Void> answer(String answer) {
    answers.add(answer);
    return CompletableFuture.completedFuture(null);
  }

  private static Uni<Void> execute(String sql, String text) {
    return database
        .sessions()
        .withTransaction(
            session -> session.createNativeQuery(sql).setParameter("text", text).executeUpdate())
        .replaceWithVoid();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into said values (2, :text)",
        "insert into said values (2, cast(:text as jsonb)->>'text')"
      })
  void whatTheDatabaseRefusesHoldsNobodyUp(String sql) {
    receive(FactCodec.encode(FACT), fact -> execute(sql, ((Failed) fact).reason()));

    assertThat(answers).containsExactly("dead letter");
  }

  @Test
  void aViolationHoldsNobodyUp() {
    receive(FactCodec.encode(FACT), fact -> execute("insert into said values (1, :text)", "again"));

    assertThat(answers).containsExactly("dead letter");
  }

  @Test
  void whatIsMoreThanKafkaTakesHoldsNobodyUp() {
    receive(
        FactCodec.encode(FACT),
        fact -> Uni.createFrom().failure(new RecordTooLargeException("of 9 MiB")));

    assertThat(answers).containsExactly("dead letter");
  }

  @Test
  void whatFailsForAnotherReasonIsTriedAgain() {
    AtomicInteger tries = new AtomicInteger();

    receive(
        FactCodec.encode(FACT),
        fact ->
            tries.incrementAndGet() < 2
                ? execute("insert into no_such_table values (:text)", "x")
                : Uni.createFrom().voidItem());

    assertThat(answers).containsExactly("taken");
    assertThat(tries).hasValue(2);
  }

  @Test
  void whatCannotBeReadGoesToTheDeadLetters() {
    receive(new byte[] {'{'}, fact -> Uni.createFrom().voidItem());

    assertThat(answers).containsExactly("dead letter");
  }
}
