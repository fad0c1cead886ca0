package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.PartName;
import io.vitrine.local.kafka.CommandSender;
import io.vitrine.local.kafka.CommandSender.Command;
import io.vitrine.local.kafka.DeadLetter;
import io.vitrine.local.kafka.DeadLetters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images by nothing but Kafka; HTTP only looks. */
class CommandsIT {
  private static final TestCluster CLUSTER = TestCluster.get();
  private static final String BROKERS = CLUSTER.parts().ports().kafka();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CommandSender sender = new CommandSender(CLUSTER.parts().kafka());
  private final ImageApi demo = CLUSTER.as("demo");
  private final String key = UUID.randomUUID().toString();

  @AfterEach
  void close() {
    sender.close();
  }

  private Command command(String name, String json, String token) {
    return new Command(UUID.randomUUID().toString(), name, key, json, Optional.of(token));
  }

  private JsonNode answer(Command command) throws IOException {
    return sender.await(command, PATIENCE).orElseThrow();
  }

  private JsonNode send(Command command) throws Exception {
    sender.send(command);
    return answer(command);
  }

  private JsonNode send(String name, String json) throws Exception {
    return send(command(name, json, CLUSTER.token("demo")));
  }

  /** It was carried out. */
  private JsonNode done(String name, String json) throws Exception {
    JsonNode answer = send(name, json);
    assertThat(answer.has("problem")).as(answer.toString()).isFalse();
    return answer;
  }

  private static String refusal(JsonNode answer) {
    return answer.at("/problem/code").asText();
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private String create(String prefix, String more) throws Exception {
    return done(
            "create-image",
            ("{\"image\":{\"name\":\"%s\",\"disk_format\":\"raw\",\"container_format\":\"bare\"%s},"
                    + "\"import\":{\"method\":{\"name\":\"web-download\",\"uri\":\"%s\"}}}")
                .formatted(prefix, more, CLUSTER.imageHost().file(Disks.raw(1 << 18, 5))))
        .get("image_id")
        .asText();
  }

  private void awaitActive(String id) {
    await().atMost(PATIENCE).until(() -> demo.status(id).equals("active"));
  }

  @Test
  void anImageLivesByCommandsAlone() throws Exception {
    // Given
    String prefix = "it-" + UUID.randomUUID();
    String first = create(prefix + "-1", ",\"stage\":\"ci\"");
    awaitActive(first);
    String second = create(prefix + "-2", ",\"tags\":[\"nightly\"]");
    awaitActive(second);
    String about = "\"image_id\":\"%s\"".formatted(first);
    // Then
    assertThat(demo.show(first).get("stage").asText()).isEqualTo("ci");
    done("share-image", "{%s,\"member\":\"alt_demo\"}".formatted(about));
    assertThat(CLUSTER.as("alt_demo").status(first)).isEqualTo("active");
    done("unshare-image", "{%s,\"member\":\"alt_demo\"}".formatted(about));
    done("update-image", "{%s,\"set\":{\"min_ram\":7},\"remove\":[\"stage\"]}".formatted(about));
    assertThat(demo.show(first).get("min_ram").asInt()).isEqualTo(7);
    done("deactivate-image", "{%s}".formatted(about));
    assertThat(demo.status(first)).isEqualTo("deactivated");
    done("reactivate-image", "{%s}".formatted(about));
    done("hide-image", "{%s,\"hidden\":true}".formatted(about));
    assertThat(demo.show(first).get("os_hidden").asBoolean()).isTrue();
    JsonNode swept =
        done(
            "apply-retention",
            "{\"match\":{\"name_prefix\":\"%s\"},\"keep\":1,\"then\":\"delete\"}"
                .formatted(prefix));
    assertThat(swept.get("image_ids")).hasSize(1);
    assertThat(swept.at("/image_ids/0").asText()).isEqualTo(first);
    assertThat(demo.get("/v2/images/" + first).status()).isEqualTo(404);
    done("delete-image", "{\"image_id\":\"%s\"}".formatted(second));
    assertThat(demo.get("/v2/images/" + second).status()).isEqualTo(404);
  }

  @Test
  void aStagedImageIsImportedByACommandAndItsFactsLeadBackToIt() throws Exception {
    // Given
    String id = demo.create("raw");
    demo.stage(id, Disks.raw(1 << 18, 6));
    Command command =
        command(
            "import-image",
            "{\"image_id\":\"%s\",\"method\":{\"name\":\"glance-direct\"}}".formatted(id),
            CLUSTER.token("demo"));
    // When
    JsonNode answer = send(command);
    awaitActive(id);
    // Then
    assertThat(demo.lastTask(id).get("id").asText()).isEqualTo(answer.get("task_id").asText());
    try (KafkaTrail trail = new KafkaTrail(BROKERS)) {
      ConsumerRecord<String, byte[]> started =
          trail.records("vitrine.images", id).stream()
              .filter(each -> KafkaTrail.type(each).contains("import-started"))
              .findFirst()
              .orElseThrow();
      assertThat(header(started, "ce_requestid")).isEqualTo("req-" + command.id());
      assertThat(header(started, "ce_projectid")).isEqualTo("demo");
    }
  }

  @Test
  void twentyOfOneCommandAreOneImageAndTwentyAnswers() throws Exception {
    // Given
    Command command =
        command(
            "create-image",
            "{\"image\":{\"name\":\"it-%s\"}}".formatted(key),
            CLUSTER.token("demo"));
    // When
    try (CommandSender other = new CommandSender(CLUSTER.parts().kafka())) {
      for (int i = 0; i < 10; i++) {
        sender.send(command);
        other.send(command);
      }
    }
    // Then
    List<String> answers = new ArrayList<>();
    while (answers.size() < 20) {
      answers.add(answer(command).toString());
    }
    assertThat(answers).containsOnly(answers.getFirst()).first().asString().contains("image_id");
    assertThat(demo.get("/v2/images?name=it-" + key).json().get("images")).hasSize(1);
    assertThat(
            refusal(
                send(
                    new Command(
                        command.id(), command.name(), key, "{\"image\":{}}", command.token()))))
        .isEqualTo("conflict");
  }

  @Test
  void commandsOfOneKeyKeepTheirOrder() throws Exception {
    // Given
    String id = demo.create("raw");
    String token = CLUSTER.token("demo");
    List<Command> commands = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      commands.add(
          command(
              "update-image",
              "{\"image_id\":\"%s\",\"set\":{\"min_ram\":%d}}".formatted(id, i),
              token));
    }
    // When
    for (Command each : commands) {
      sender.send(each);
    }
    answer(commands.getLast());
    // Then
    assertThat(demo.show(id).get("min_ram").asInt()).isEqualTo(30);
    try (KafkaTrail trail = new KafkaTrail(BROKERS)) {
      assertThat(trail.records("vitrine.command-results", key))
          .extracting(each -> ImageApi.json(new String(each.value(), StandardCharsets.UTF_8)))
          .extracting(each -> each.get("command_id").asText())
          .containsExactlyElementsOf(commands.stream().map(Command::id).toList());
    }
  }

  @Test
  void whoMayNotIsRefusedAndLeavesNothing() throws Exception {
    // Given
    String id = demo.create("raw");
    String json = "{\"image_id\":\"%s\"}".formatted(id);
    Forgery forgery = new Forgery(CLUSTER.token("demo"));
    // Then
    assertThat(refusal(send(command("delete-image", json, "nonsense"))))
        .isEqualTo("unauthenticated");
    assertThat(refusal(send(command("delete-image", json, forgery.unsigned("none")))))
        .isEqualTo("unauthenticated");
    assertThat(refusal(send(command("delete-image", json, CLUSTER.token("alt_demo")))))
        .isEqualTo("not-found");
    assertThat(
            refusal(
                send(
                    new Command(
                        UUID.randomUUID().toString(),
                        "delete-image",
                        key,
                        json,
                        Optional.empty()))))
        .isEqualTo("unauthenticated");
    assertThat(refusal(send("delete-image", "{\"image_id\":\"%s\",\"x\":1}".formatted(id))))
        .isEqualTo("malformed");
    assertThat(demo.status(id)).isEqualTo("queued");
  }

  @Test
  void anExpiredTokenIsRefusedAndTheSameCommandWithAnotherOneIsNot() throws Exception {
    // Given
    KeycloakAdmin keycloak = new KeycloakAdmin(CLUSTER);
    String name = "it-" + UUID.randomUUID();
    String client = keycloak.createClient(name, 5, true);
    try {
      String token = keycloak.token("vitrine", name, "demo", CLUSTER.user("demo").password());
      Command command = command("create-image", "{\"image\":{}}", token);
      ImageApi once = new ImageApi(CLUSTER.url(PartName.REGISTRY), token);
      await().atMost(PATIENCE).until(() -> once.get("/v2/images?limit=1").status() == 401);
      // When
      JsonNode late = send(command);
      JsonNode again =
          send(
              new Command(
                  command.id(),
                  command.name(),
                  key,
                  command.json(),
                  Optional.of(CLUSTER.token("demo"))));
      // Then
      assertThat(refusal(late)).isEqualTo("unauthenticated");
      assertThat(again.has("image_id")).isTrue();
    } finally {
      keycloak.deleteClient(client);
    }
  }

  @Test
  void whatCannotBeReadIsADeadLetterThatCanBeSentAgain() throws Exception {
    // Given
    Command poison = command("create-image", "{", CLUSTER.token("demo"));
    DeadLetters letters = new DeadLetters(CLUSTER.parts().kafka());
    // When
    JsonNode answer = send(poison);
    // Then
    assertThat(refusal(answer)).isEqualTo("malformed");
    await().atMost(PATIENCE).until(() -> of(letters, poison).size() == 1);
    DeadLetter letter = of(letters, poison).getFirst();
    assertThat(letter.origin()).contains("vitrine.commands");
    assertThat(letter.key()).contains(key);
    assertThat(letter.reason()).contains("not JSON");
    assertThat(letter.headers()).noneMatch(header -> header.key().equals("authorization"));
    // When
    letters.replay(letters.find(letter.id()), Optional.empty());
    // Then
    assertThat(refusal(answer(poison))).isEqualTo("malformed");
    await().atMost(PATIENCE).until(() -> of(letters, poison).size() == 2);
  }

  private static List<DeadLetter> of(DeadLetters letters, Command command) {
    return letters.all().stream()
        .filter(letter ->
            letter.headers().stream()
                .anyMatch(header ->
                    header.key().equals("ce_id")
                        && DeadLetter.text(header.value()).equals(command.id())))
        .toList();
  }

  @Test
  void theDatabasesAbsenceLosesNone() throws Exception {
    // Given
    Command command =
        command(
            "create-image",
            "{\"image\":{\"name\":\"it-%s\"}}".formatted(key),
            CLUSTER.token("demo"));
    CLUSTER.parts().crash(PartName.POSTGRES);
    // When
    try {
      sender.send(command);
    } finally {
      CLUSTER.parts().start(PartName.POSTGRES);
    }
    // Then
    assertThat(answer(command).has("image_id")).isTrue();
    // Keycloak has its data there, too, and the tests that come need it.
    await().atMost(PATIENCE).ignoreExceptions().until(() -> !CLUSTER.token("demo").isEmpty());
  }

  @Test
  void kafkaVouchesForTheSenderWhereTheOperatorSaysSo() throws Exception {
    // Given
    String topic = "it-commands-" + key;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKERS))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    Command command =
        new Command(
            UUID.randomUUID().toString(), "create-image", key, "{\"image\":{}}", Optional.empty());
    try (AnotherService registry =
            AnotherService.launchRegistry(
                CLUSTER,
                "registry-that-trusts-kafka",
                Map.of(
                    "VITRINE_REGISTRY_COMMANDS_TRUSTED", "true",
                    "MP_MESSAGING_INCOMING_COMMANDS_TOPIC", topic,
                    "MP_MESSAGING_INCOMING_COMMANDS_GROUP_ID", topic));
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKERS),
                new StringSerializer(),
                new StringSerializer())) {
      registry.awaitReady();
      ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, command.json());
      Map.of(
              "ce_specversion", "1.0",
              "ce_id", command.id(),
              "ce_source", "it",
              "ce_type", "io.vitrine.command.create-image.v1",
              "ce_projectid", "demo")
          .forEach(
              (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
      // When
      producer.send(record).get();
      // Then
      String id = answer(command).get("image_id").asText();
      assertThat(demo.show(id).get("owner").asText()).isEqualTo("demo");
    }
  }

  @Test
  void aRegistryWithoutCommandsIsReadyAndReadsNone() throws Exception {
    String group = "it-no-commands-" + key;
    try (AnotherService registry =
            AnotherService.launchRegistry(
                CLUSTER,
                "registry-without-commands",
                Map.of(
                    "VITRINE_REGISTRY_COMMANDS_ENABLED",
                    "false",
                    "MP_MESSAGING_INCOMING_COMMANDS_GROUP_ID",
                    group));
        Admin admin = Admin.create(Map.of("bootstrap.servers", BROKERS))) {
      registry.awaitReady();

      assertThat(admin.listGroups().all().get()).noneMatch(each -> each.groupId().equals(group));
    }
  }
}
