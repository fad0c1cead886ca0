package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.Checkout;
import io.vitrine.local.ClusterSpec;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Ports;
import io.vitrine.local.Progress;
import io.vitrine.local.Realm;
import io.vitrine.local.StateDirectory;
import io.vitrine.local.Tokens;
import io.vitrine.local.replay.Difference;
import io.vitrine.local.replay.Replay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What docs/operations.md says of backup and restore, step by step, on a cluster of its own. */
class BackupIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final byte[] BYTES = Disks.raw(3 << 20, 11);
  private static final List<PartName> STOPPED =
      List.of(PartName.STORE, PartName.REGISTRY, PartName.METADEFS, PartName.KEYCLOAK);

  private static final Checkout CHECKOUT = Checkout.find();
  private static final Path TARGET = CHECKOUT.root().resolve("integration-tests/target");
  private static final Path COPY = TARGET.resolve("backup-copy");
  private static final Ports PORTS = Ports.free();
  private static final LocalCluster CLUSTER =
      new LocalCluster(
          ClusterSpec.of(CHECKOUT, new StateDirectory(TARGET.resolve("backup-cluster")), PORTS)
              .parts(EnumSet.complementOf(EnumSet.of(PartName.WORKER)))
              .build());

  private static String token;
  private static ImageApi admin;

  private final String namespace = "Backup::" + UUID.randomUUID();

  @BeforeAll
  static void start() throws Exception {
    CLUSTER.reset();
    CLUSTER.start(Progress.silent());
    token = new Tokens(PORTS).of(Realm.read(CHECKOUT.realm()).user("admin").orElseThrow());
    admin = new ImageApi(PORTS.url(PartName.GATEWAY), token);
  }

  @AfterAll
  static void stop() {
    CLUSTER.stop();
  }

  @Test
  void withItsLogToTheEndADatabaseHasLostNothing() throws Exception {
    // Given
    String kept = image("kept");
    backUp();
    String late = image("late");
    rename(kept, "renamed");
    define(namespace);
    // When
    STOPPED.forEach(CLUSTER::stop);
    CLUSTER.crash(PartName.POSTGRES);
    shell("mv \"$1\" \"$1.lost\"; cp -a \"$2\" \"$1\"; rm -r \"$1/pg_wal\"");
    shell("cp -a \"$1.lost/pg_wal\" \"$1\"; rm -r \"$1.lost\"");
    goOn(() -> {});
    // Then
    assertThat(admin.show(kept).get("name").asText()).isEqualTo("renamed");
    assertThat(admin.download(late).body()).isEqualTo(BYTES);
    assertThat(scrub("")).noneMatch(it -> names(it, kept) || names(it, late));
    assertThat(differences()).doesNotContain(kept, late, namespace);
  }

  @Test
  void whatAnOlderDatabaseDoesNotKnowIsFound() throws Exception {
    // Given
    String kept = image("kept");
    String path = "/v2/images/" + kept;
    assertThat(admin.post(path + "/members", "{\"member\":\"alt_demo\"}").status()).isEqualTo(200);
    assertThat(admin.replace(path + "/tags/gold", "").status()).isEqualTo(204);
    String renamed = image("before");
    String deleted = image("deleted");
    String spared = image("spared");
    backUp();
    String late = image("late");
    rename(renamed, "after");
    define(namespace);
    delete(deleted);
    await().atMost(PATIENCE).until(() -> objects(deleted).isEmpty());
    CLUSTER.stop(PartName.STORE);
    delete(spared);

    // When
    STOPPED.forEach(CLUSTER::stop);
    CLUSTER.crash(PartName.POSTGRES);
    shell("rm -r \"$1\"; cp -a \"$2\" \"$1\"");
    goOn(() -> {
      execute("registry");
      execute("metadefs");
      forgetReleases();
    });

    // Then: the catalogue is as it was.
    assertThat(admin.download(kept).body()).isEqualTo(BYTES);
    assertThat(admin.show(kept).get("tags").toString()).isEqualTo("[\"gold\"]");
    assertThat(admin.get(path + "/members").text()).contains("alt_demo");
    assertThat(admin.show(renamed).get("name").asText()).isEqualTo("before");
    assertThat(admin.download(spared).body()).isEqualTo(BYTES);
    assertThat(admin.get("/v2/images/" + late).status()).isEqualTo(404);
    assertThat(admin.status(deleted)).isEqualTo("active");
    assertThat(admin.download(deleted).status()).isNotEqualTo(200);

    // Then: the objects and the facts say what has come since.
    assertThat(scrub(""))
        .anyMatch(it -> is(it, "orphan") && names(it, late))
        .anyMatch(it -> is(it, "missing") && names(it, deleted))
        .noneMatch(it -> names(it, kept) || names(it, renamed) || names(it, spared));
    assertThat(differences())
        .contains(late, renamed, deleted, spared, namespace)
        .doesNotContain(kept);

    // Then: it goes on with versions that nobody has heard of yet, so all hear it.
    rename(renamed, "after all");
    rename(spared, "spared, and told of");
    delete(deleted);
    define("Fresh" + namespace);
    String fresh = image("fresh");
    assertThat(admin.download(fresh).body()).isEqualTo(BYTES);
    assertThat(differences())
        .contains(late, namespace)
        .doesNotContain(kept, renamed, deleted, spared, fresh, "Fresh" + namespace);
    scrub("&delete=true");
    assertThat(objects(late)).isEmpty();
    assertThat(scrub("")).allMatch(it -> is(it, "summary"));
  }

  private static String image(String name) {
    Answer created =
        admin.post(
            "/v2/images",
            "{\"name\":\"%s\",\"disk_format\":\"raw\",\"container_format\":\"bare\"}"
                .formatted(name));
    String id = created.json().get("id").asText();
    assertThat(admin.upload(id, BYTES).status()).isEqualTo(204);
    return id;
  }

  private static void rename(String id, String name) {
    String patch = "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"%s\"}]".formatted(name);
    assertThat(admin.patch(id, patch).status()).isEqualTo(200);
  }

  private static void delete(String id) {
    assertThat(admin.delete("/v2/images/" + id).status()).isEqualTo(204);
  }

  private static void define(String name) {
    String body = "{\"namespace\":\"%s\"}".formatted(name);
    assertThat(admin.post("/v2/metadefs/namespaces", body).status()).isEqualTo(201);
  }

  private static Set<String> objects(String id) {
    return StoredFiles.of(CLUSTER.spec().state().data(PartName.S3), id);
  }

  private static boolean is(JsonNode finding, String kind) {
    return finding.get("kind").asText().equals(kind);
  }

  private static boolean names(JsonNode finding, String id) {
    return finding.toString().contains(id);
  }

  private static List<JsonNode> scrub(String more) {
    Answer answer = admin.post("/v2/stores/primary/scrub?older-than=0s" + more, "");
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.text().lines().map(ImageApi::json).toList();
  }

  /** Images and namespaces of which facts say something else than the API. */
  private static Set<String> differences() throws Exception {
    try (var replay = new Replay(CLUSTER, () -> token)) {
      replay.read();
      return replay.check().stream()
          .map(Difference::subject)
          .map(subject -> subject.id())
          .collect(Collectors.toSet());
    }
  }

  private interface Repair {
    void make() throws Exception;
  }

  /** Starts again, with what has to be put right while no service runs. */
  private static void goOn(Repair repair) throws Exception {
    CLUSTER.start(PartName.POSTGRES);
    repair.make();
    STOPPED.reversed().forEach(CLUSTER::start);
    CLUSTER.awaitReady(PartName.GATEWAY);
  }

  /**
   * The whole server while it works, as of one moment: what pg_basebackup does. Files that come and
   * go meanwhile are made good by the log.
   */
  private static void backUp() throws Exception {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("alter system set wal_keep_size = '1GB'");
      statement.execute("select pg_reload_conf()");
      statement.execute("select pg_backup_start('it', true)");
      shell("rm -rf \"$2\"; mkdir \"$2\"; cp -a \"$1/.\" \"$2\" 2>/dev/null || true");
      try (ResultSet label =
          statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
        label.next();
        shell(
            "cd \"$2\"; rm -r pg_wal postmaster.pid postmaster.opts; cp -a \"$1/pg_wal\" .;"
                + " printf '%s' \"$3\" >backup_label;"
                + " chown --reference=PG_VERSION backup_label; chmod 600 backup_label",
            label.getString(1));
      }
    }
  }

  /** Runs a script on the database's files ($1) and their copy ($2), which belong to its user. */
  private static void shell(String script, String... more) throws Exception {
    Path home = CLUSTER.dataOutside().orElse(CLUSTER.spec().state().path());
    Path files = home.resolve("data/postgres");
    List<String> command =
        new ArrayList<>(List.of("sh", "-ec", script, "sh", files.toString(), COPY.toString()));
    command.addAll(List.of(more));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static void execute(String database) throws Exception {
    Path script = CHECKOUT.root().resolve("deploy/after-restore/" + database + ".sql");
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(script));
    }
  }

  private static Connection connect(String database) throws Exception {
    return DriverManager.getConnection(
        PORTS.jdbc(database), "postgres", CLUSTER.secrets().get("postgres.superuser"));
  }

  /** What kafka-consumer-groups.sh does with --reset-offsets --to-latest. */
  private static void forgetReleases() throws Exception {
    String topic = "vitrine.blob-releases";
    try (Admin kafka = Admin.create(Map.of("bootstrap.servers", PORTS.kafka()))) {
      Map<TopicPartition, OffsetSpec> ends =
          kafka
              .describeTopics(Set.of(topic))
              .topicNameValues()
              .get(topic)
              .get()
              .partitions()
              .stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
      Map<TopicPartition, OffsetAndMetadata> offsets =
          kafka.listOffsets(ends).all().get().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey, end -> new OffsetAndMetadata(end.getValue().offset())));
      // Kafka refuses while it takes the store-service for a member.
      await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(ExecutionException.class)
          .until(
              () -> kafka.alterConsumerGroupOffsets("store-service", offsets).all().get() == null);
    }
  }
}
