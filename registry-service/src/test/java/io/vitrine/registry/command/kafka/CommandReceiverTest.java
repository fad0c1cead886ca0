package io.vitrine.registry.command.kafka;

import static io.vitrine.registry.Registry.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.vitrine.events.Cause;
import io.vitrine.events.CommandCodec;
import io.vitrine.events.CommandResult;
import io.vitrine.events.CommandResult.CommandCompleted;
import io.vitrine.events.CommandResult.CommandRefused;
import io.vitrine.outbox.CurrentCause;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.Registry;
import io.vitrine.registry.command.AnswerCommand;
import io.vitrine.registry.command.CommandRules;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.PropertySchema;
import io.vitrine.registry.image.http.ImageForm;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands as records, with senders that Kafka vouches for. */
class CommandReceiverTest {
  private static final String URL = "https://mirror.example/cirros.img";

  private final Registry registry = new Registry();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> ends = new ArrayList<>();
  private IncomingKafkaRecordMetadata<String, byte[]> received;

  /** What the database does before the work of each transaction. */
  private final List<RuntimeException> failures = new ArrayList<>();

  private final UnitOfWork unit =
      new UnitOfWork() {
        @Override
        public <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
          return failures.isEmpty()
              ? registry.catalogue.inTransaction(work)
              : Uni.createFrom().failure(failures.removeFirst());
        }
      };

  @AfterEach
  void forgetTheCause() {
    CurrentCause.set(Cause.NONE);
  }

  private CommandReceiver receiver(boolean trusted) {
    CommandRules rules = new CommandRules(trusted, Registry.COMMANDS_LIVE);
    return new CommandReceiver(
        new CommandReader(),
        new CommandCallers(
            token -> Uni.createFrom().failure(new AssertionError("no token is sent here")), rules),
        new CommandDeeds(
            registry.register,
            registry.change,
            registry.deactivate,
            registry.deletion,
            registry.share,
            registry.imports,
            registry.fetches,
            registry.copies,
            registry.retention,
            new ImageForm(Set.of("raw", "qcow2"), Set.of("bare"), PropertySchema.NONE, 25, 1000),
            Registry.IMPORTS),
        new AnswerCommand(unit, registry.catalogue.commands(), registry.catalogue, registry.clock),
        meters);
  }

  private ConsumerRecord<String, byte[]> command(
      @Nullable String id, @Nullable String type, @Nullable String json) {
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>(
            "vitrine.commands",
            0,
            0,
            "key",
            json == null ? null : json.getBytes(StandardCharsets.UTF_8));
    header(record, "ce_id", id);
    header(record, "ce_type", type);
    header(record, "ce_projectid", MEMBER.projectId());
    header(record, "ce_userid", "robot");
    return record;
  }

  private static void header(
      ConsumerRecord<String, byte[]> record, String name, @Nullable String value) {
    if (value != null) {
      record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Returns the answers so far. */
  private List<CommandResult> receive(boolean trusted, ConsumerRecord<String, byte[]> record) {
    received = new IncomingKafkaRecordMetadata<>(record, "commands");
    Message<byte[]> message =
        Message.of(record.value())
            .addMetadata(received)
            .withAck(() -> end("taken"))
            .withNack(reason -> end("dead: " + reason.getMessage()));
    receiver(trusted).onCommand(message).await().atMost(Duration.ofSeconds(50));
    return registry.facts(CommandResult.class);
  }

  private CompletableFuture<Void> end(String end) {
    ends.add(end);
    return CompletableFuture.completedFuture(null);
  }

  private CommandResult send(String id, String name, String json) {
    return receive(true, command(id, CommandCodec.typeOf(name), json)).getLast();
  }

  private CommandCompleted done(String name, String json) {
    CommandResult answer = send(UUID.randomUUID().toString(), name, json);
    assertThat(answer).isInstanceOf(CommandCompleted.class);
    return (CommandCompleted) answer;
  }

  private CommandRefused refused(String name, String json) {
    CommandResult answer = send(UUID.randomUUID().toString(), name, json);
    assertThat(answer).isInstanceOf(CommandRefused.class);
    return (CommandRefused) answer;
  }

  private static String about(Image image, String more) {
    return "{\"image_id\":\"%s\"%s}".formatted(image.id(), more);
  }

  @Test
  void makesAnImageAndBeginsItsImport() {
    // When
    CommandCompleted answer =
        done(
            "create-image",
            ("{\"image\":{\"name\":\"a\",\"disk_format\":\"qcow2\",\"container_format\":\"bare\","
                    + "\"stage\":\"ci\",\"tags\":[\"t\"]},"
                    + "\"import\":{\"method\":{\"name\":\"web-download\",\"uri\":\"%s\"}}}")
                .formatted(URL));
    // Then
    Image image = registry.image(answer.imageId());
    assertThat(image.owner()).isEqualTo(MEMBER.projectId());
    assertThat(image.attributes().properties()).containsEntry("stage", "ci");
    assertThat(image.status().wireName()).isEqualTo("importing");
    assertThat(registry.catalogue.tasks.get(answer.taskId()).by().userId()).isEqualTo("robot");
    assertThat(ends).containsExactly("taken");
  }

  @Test
  void isAnImageOrNoneWhereTheImportIsRefused() {
    CommandRefused answer =
        refused(
            "create-image",
            "{\"image\":{\"disk_format\":\"qcow2\",\"container_format\":\"bare\"},"
                + "\"import\":{\"method\":{\"name\":\"web-download\",\"uri\":\"ftp://x\"}}}");

    assertThat(answer.problem().code()).isEqualTo("bad-request");
    assertThat(registry.catalogue.images).isEmpty();
  }

  @Test
  void givesARepetitionTheSameAnswerAndTheSameImage() {
    CommandResult first = send("c1", "create-image", "{\"image\":{\"name\":\"a\"}}");
    CommandResult second = send("c1", "create-image", "{\"image\":{\"name\":\"a\"}}");

    assertThat(second).isEqualTo(first);
    assertThat(registry.catalogue.images).hasSize(1);
  }

  @Test
  void refusesAnotherContentUnderTheSameId() {
    send("c1", "create-image", "{\"image\":{\"name\":\"a\"}}");

    CommandRefused other = (CommandRefused) send("c1", "create-image", "{\"image\":{}}");

    assertThat(other.problem().code()).isEqualTo("conflict");
    assertThat(registry.catalogue.images).hasSize(1);
    assertThat(send("c1", "create-image", "{\"image\":{\"name\":\"a\"}}"))
        .isInstanceOf(CommandCompleted.class);
  }

  @Test
  void changesARecord() {
    // Given
    Image image = registry.queued();
    // When
    done(
        "update-image",
        about(
            image,
            ",\"set\":{\"name\":\"b\",\"min_ram\":5,\"stage\":\"ci\"},\"add_tags\":[\"x\",\"y\"]"));
    done("update-image", about(image, ",\"remove\":[\"stage\"],\"remove_tags\":[\"x\"]"));
    done("hide-image", about(image, ",\"hidden\":true"));
    // Then
    var attributes = registry.image(image.id()).attributes();
    assertThat(attributes.name()).isEqualTo("b");
    assertThat(attributes.minRam()).isEqualTo(5);
    assertThat(attributes.properties()).isEmpty();
    assertThat(attributes.tags()).containsExactly("y");
    assertThat(attributes.osHidden()).isTrue();
  }

  @Test
  void sharesDeactivatesAndDeletes() {
    // Given
    Image image = registry.active();
    // Then
    done("share-image", about(image, ",\"member\":\"alt_demo\""));
    assertThat(registry.catalogue.members).hasSize(1);
    done("unshare-image", about(image, ",\"member\":\"alt_demo\""));
    assertThat(registry.catalogue.members).isEmpty();
    done("deactivate-image", about(image, ""));
    assertThat(registry.image(image.id()).status().wireName()).isEqualTo("deactivated");
    done("reactivate-image", about(image, ""));
    assertThat(registry.image(image.id()).status().wireName()).isEqualTo("active");
    assertThat(done("copy-image", about(image, ",\"stores\":[\"cold\"]")).taskId()).isNotNull();
    assertThat(done("import-image", about(registry.queued(), importing())).taskId()).isNotNull();
    assertThat(done("apply-retention", retention(1)).imageIds()).isEmpty();
    done("delete-image", about(registry.queued(), ""));
    assertThat(
            refused("delete-image", "{\"image_id\":\"%s\"}".formatted(new UUID(1, 2)))
                .problem()
                .code())
        .isEqualTo("not-found");
  }

  private static String importing() {
    return ",\"method\":{\"name\":\"web-download\",\"uri\":\"%s\"}".formatted(URL);
  }

  private static String retention(int keep) {
    return "{\"match\":{},\"keep\":%d,\"then\":\"delete\"}".formatted(keep);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "delete-image | {} | required property 'image_id' not found",
        "delete-image | [] | array found, object expected",
        "delete-image | {\"image_id\":\"x\"} | image_id",
        "hide-image | {\"image_id\":\"00000000-0000-0000-0000-000000000001\",\"hidden\":1} | hidden",
        "create-image | {\"image\":{\"min_disk\":-1,\"id\":\"x\"}} | min_disk",
        "apply-retention | {\"match\":{},\"keep\":1,\"then\":\"burn\"} | then",
        "update-image | {\"image_id\":\"00000000-0000-0000-0000-000000000001\"} | set"
      })
  void saysWhatIsMalformed(String name, String json, String words) {
    CommandRefused answer = refused(name, json);

    assertThat(answer.problem().code()).isEqualTo("malformed");
    assertThat(answer.problem().message()).contains(words).doesNotStartWith(":").endsWith(".");
    assertThat(ends).containsExactly("taken");
  }

  @Test
  void answersUnderAnIdThatMayBeUsedAgainWhereNothingWasTried() {
    send("c1", "create-image", "{}");

    assertThat(send("c1", "create-image", "{\"image\":{}}")).isInstanceOf(CommandCompleted.class);
  }

  @Test
  void doesNothingForNobody() {
    // Given
    ConsumerRecord<String, byte[]> record =
        command("c1", CommandCodec.typeOf("create-image"), "{\"image\":{}}");
    ConsumerRecord<String, byte[]> projectless =
        command("c1", CommandCodec.typeOf("create-image"), "{\"image\":{}}");
    projectless.headers().remove("ce_projectid");
    // When
    receive(false, record);
    receive(true, projectless);
    // Then
    assertThat(registry.facts(CommandRefused.class))
        .extracting(answer -> answer.problem().code())
        .containsExactly("unauthenticated", "unauthenticated");
    assertThat(registry.catalogue.images).isEmpty();
    assertThat(ends).containsExactly("taken", "taken");
  }

  @Test
  void buriesWhatCannotBeReadAndAnswersWhereItCan() {
    receive(true, command(null, CommandCodec.typeOf("create-image"), "{}"));
    receive(true, command("c1", null, "{}"));
    receive(true, command("c2", CommandCodec.typeOf("create-image"), "{"));
    receive(true, command("c3", CommandCodec.typeOf("create-image"), null));
    receive(true, command("c4", "io.vitrine.command.burn-image.v1", "{}"));

    assertThat(ends).hasSize(5).allMatch(end -> end.startsWith("dead: "));
    assertThat(ends.getLast()).contains("burn-image");
    assertThat(registry.facts(CommandRefused.class))
        .extracting(answer -> answer.commandId() + " " + answer.problem().code())
        .containsExactly("c1 malformed", "c2 malformed", "c3 malformed", "c4 not-implemented");
  }

  @Test
  void takesTheTokenOutOfTheRecord() {
    // Given
    ConsumerRecord<String, byte[]> record = command("c1", null, "{}");
    header(record, "authorization", "Bearer secret");
    // When
    receive(true, record);
    // Then
    assertThat(received.getHeaders().lastHeader("authorization")).isNull();
    assertThat(received.getHeaders().lastHeader("ce_id")).isNotNull();
    assertThat(ends.toString() + registry.catalogue.facts).doesNotContain("secret");
  }

  @Test
  void waitsForTheDatabase() {
    // Given
    for (int i = 0; i < 3; i++) {
      failures.add(new IllegalStateException(new ConnectException("refused")));
    }
    // Then
    done("create-image", "{\"image\":{}}");
    assertThat(ends).containsExactly("taken");
  }

  @Test
  void isHeldUpByNothingElse() {
    // Given
    for (int i = 0; i < 6; i++) {
      failures.add(new IllegalStateException("a fault of ours"));
    }
    // When
    CommandRefused answer = refused("create-image", "{\"image\":{}}");
    // Then
    assertThat(answer.problem().code()).isEqualTo("internal");
    assertThat(ends).containsExactly("dead: a fault of ours");
  }

  @Test
  void countsByTypeAndOutcome() {
    done("create-image", "{\"image\":{}}");
    refused("create-image", "{}");

    assertThat(
            meters
                .counter("vitrine.commands", "type", "create-image", "outcome", "completed")
                .count())
        .isOne();
    assertThat(
            meters
                .counter("vitrine.commands", "type", "create-image", "outcome", "malformed")
                .count())
        .isOne();
  }
}
