package io.vitrine.registry.command.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.CommandResult;
import io.vitrine.events.CommandResult.CommandRefused;
import io.vitrine.events.Fact;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.Registry;
import io.vitrine.registry.TestDatabase;
import io.vitrine.registry.command.AnswerCommand;
import io.vitrine.registry.command.Commands;
import io.vitrine.registry.command.CommandsContract;
import io.vitrine.registry.command.Outcome;
import io.vitrine.registry.command.Received;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.postgres.ImageRow;
import io.vitrine.registry.image.postgres.TestImages;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PgCommandsTest extends CommandsContract {
  private static final int TIMES = 20;
  private static TestDatabase database;

  private final Registry registry = new Registry();
  private final ConcurrentLinkedQueue<Fact> sent = new ConcurrentLinkedQueue<>();
  private final AtomicInteger tries = new AtomicInteger();
  private final UnitOfWork unit =
      new UnitOfWork() {
        @Override
        public <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
          return database.sessions().withTransaction(session -> work.get());
        }
      };
  private final AnswerCommand answers =
      new AnswerCommand(
          unit,
          commands(),
          fact -> Uni.createFrom().voidItem().invoke(() -> sent.add(fact)),
          registry.clock);
  private final Received command = new Received(UUID.randomUUID().toString(), "t", "k");

  @BeforeAll
  static void start() {
    database = TestDatabase.start(ImageRow.class);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Override
  protected Commands commands() {
    return new PgCommands(database.sessions());
  }

  @Override
  protected <T> T commit(Supplier<Uni<T>> work) {
    return unit.inTransaction(work).await().indefinitely();
  }

  private Images images() {
    return TestImages.in(database.sessions());
  }

  private boolean exists(Image image) {
    return images().find(image.id()).await().indefinitely().isPresent();
  }

  /** As a use case does it: in a unit of work that is the surrounding one. */
  private Uni<Outcome> add(Image image) {
    tries.incrementAndGet();
    return unit.inTransaction(() -> images().add(image)).replaceWith(new Outcome.Done(image.id()));
  }

  private CommandResult carryOut(Supplier<Uni<Outcome>> deed) {
    return answers.carryOut(command, "f", deed).await().indefinitely();
  }

  @Test
  void isDoneOnceHoweverManyBringItAtOnce() throws Exception {
    // Given
    Image image = registry.queued();
    List<Future<CommandResult>> works = new ArrayList<>();
    // When
    try (ExecutorService replicas = Executors.newFixedThreadPool(TIMES)) {
      for (int i = 0; i < TIMES; i++) {
        works.add(replicas.submit(() -> carryOut(() -> add(image))));
      }
    }
    // Then
    assertThat(tries).hasValue(1);
    assertThat(exists(image)).isTrue();
    for (Future<CommandResult> work : works) {
      assertThat(work.get()).isEqualTo(command.completed(new Outcome.Done(image.id())));
    }
    assertThat(sent).hasSize(TIMES);
  }

  @Test
  void leavesNothingOfWhatIsRefusedLate() {
    // Given
    Image image = registry.queued();
    Supplier<Uni<Outcome>> deed =
        () -> add(image).onItem().failWith(() -> new ImageProblem.Refused("No.").asException());
    // When
    CommandResult refused = carryOut(deed);
    CommandResult again = carryOut(deed);
    // Then
    assertThat(exists(image)).isFalse();
    assertThat(((CommandRefused) refused).problem().code()).isEqualTo("forbidden");
    assertThat(again).isEqualTo(refused);
    assertThat(tries).hasValue(1);
  }
}
