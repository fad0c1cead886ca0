package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.Checkout;
import io.vitrine.local.ClientSettings;
import io.vitrine.local.ClusterSpec;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Ports;
import io.vitrine.local.Progress;
import io.vitrine.local.StateDirectory;
import io.vitrine.local.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples that operators begin with do what they say. */
class AutomationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final TestCluster CLUSTER = TestCluster.get();
  private static final String BROKERS = CLUSTER.parts().ports().kafka();

  @TempDir private Path folder;
  private final String unique = UUID.randomUUID().toString().substring(0, 8);
  private final ImageApi admin = CLUSTER.as("admin");

  @BeforeAll
  static void pythonIsThere() throws IOException, InterruptedException {
    AutomationScript.requireInstalled();
  }

  private static Map<String, String> signIn(Ports ports, String user) {
    return new ClientSettings(CLUSTER.realm(), ports).environment(CLUSTER.user(user));
  }

  private AutomationScript start(String name, Map<String, String> environment, String... arguments)
      throws IOException {
    String[] all = new String[arguments.length + 4];
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    all[0] = "--brokers";
    all[1] = BROKERS;
    all[2] = "--group";
    all[3] = "it-" + unique;
    return AutomationScript.start(name, folder, environment, all);
  }

  private String create(String json) {
    return admin
        .post(
            "/v2/images",
            "{\"disk_format\":\"raw\",\"container_format\":\"bare\",%s}".formatted(json))
        .json()
        .get("id")
        .asText();
  }

  private String nightly(String name) {
    String id =
        create(
            "\"name\":\"%s\",\"family\":\"debian-%2$s\",\"channel\":\"%2$s\""
                .formatted(name, unique));
    admin.upload(id, Disks.raw(1 << 16, name.hashCode()));
    return id;
  }

  private boolean isPublished(String id) {
    JsonNode image = admin.show(id);
    return image.get("visibility").asText().equals("public")
        && image.get("name").asText().equals("debian-" + unique);
  }

  private boolean isHidden(String id) {
    return admin.show(id).get("os_hidden").asBoolean();
  }

  @Test
  void theNewestNightliesOfAFamilyArePublicAndOlderOnesHidden() throws Exception {
    Map<String, String> environment = signIn(CLUSTER.parts().ports(), "admin");
    String[] arguments = {"--channel", unique, "--keep", "2"};
    String first = nightly("first");
    try (AutomationScript script = start("publish_nightly.py", environment, arguments)) {
      await().atMost(PATIENCE).until(() -> script.said() != null && isPublished(first));
      script.kill();
    }
    String second = nightly("second");
    String third = nightly("third");
    try (AutomationScript script = start("publish_nightly.py", environment, arguments)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(script.said()).contains(third + " is the newest"));
      assertThat(isPublished(second)).isTrue();
      assertThat(isPublished(third)).isTrue();
      assertThat(isHidden(second)).isFalse();
      assertThat(isHidden(third)).isFalse();
      assertThat(isHidden(first)).isTrue();
    }
  }

  @Test
  void whatLandsInABucketIsImported() throws Exception {
    // Given
    String topic = "it-bucket-" + unique;
    byte[] raw = Disks.raw(1 << 20, 7);
    CLUSTER.imageHost().file("/disks/%s/new disk.qcow2".formatted(unique), Disks.qcow2(raw));
    try (Admin kafka = Admin.create(Map.of("bootstrap.servers", BROKERS))) {
      kafka.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    String landed =
        """
        {"Records": [{"eventName": "s3:ObjectCreated:Put", "s3": {"bucket": {"name": "disks"},
          "object": {"key": "%s/new+disk.qcow2", "eTag": "1"}}}]}\
        """
            .formatted(unique);
    // When
    try (KafkaProducer<String, String> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKERS),
                new StringSerializer(),
                new StringSerializer());
        AutomationScript script =
            start(
                "import_from_bucket.py",
                signIn(CLUSTER.parts().ports(), "demo"),
                "--topic",
                topic,
                "--url",
                CLUSTER.imageHost().url("/{bucket}/{key}"))) {
      for (String notification : List.of("no notification", landed, landed)) {
        producer.send(new ProducerRecord<>(topic, notification)).get();
      }
      // Then
      ImageApi demo = CLUSTER.as("demo");
      String list = "/v2/images?source_key=%s/new%%20disk.qcow2".formatted(unique);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(script.said().lines().filter(line -> line.contains("imported")))
                  .hasSize(2));
      JsonNode images = demo.get(list).json().get("images");
      assertThat(images).hasSize(1);
      String id = images.get(0).get("id").asText();
      await().atMost(PATIENCE).until(() -> demo.status(id).equals("active"));
      assertThat(demo.download(id).body()).isEqualTo(raw);
      assertThat(demo.show(id).get("name").asText()).isEqualTo("new disk.qcow2");
    }
  }

  @Test
  void publicImagesAreMirroredToASecondCluster() throws Exception {
    Checkout checkout = Checkout.find();
    Ports ports = Ports.free();
    LocalCluster second =
        new LocalCluster(
            ClusterSpec.of(
                    checkout,
                    new StateDirectory(
                        checkout.root().resolve("integration-tests/target/mirror-cluster")),
                    ports)
                .parts(EnumSet.complementOf(EnumSet.of(PartName.METADEFS, PartName.WORKER)))
                .build());
    second.reset();
    second.start(Progress.silent());
    try {
      mirror(second, ports);
    } finally {
      second.stop();
    }
  }

  private void mirror(LocalCluster second, Ports ports) throws Exception {
    // Given
    String there = ports.url(PartName.GATEWAY);
    ImageApi target = new ImageApi(there, new Tokens(second.ports()).of(CLUSTER.user("admin")));
    Map<String, String> environment = new HashMap<>(signIn(CLUSTER.parts().ports(), "admin"));
    signIn(ports, "admin").forEach((name, value) -> environment.put("TARGET_" + name, value));
    byte[] bytes = Disks.raw(3 << 20, 9);
    String id = create("\"name\":\"m-%s\",\"visibility\":\"public\"".formatted(unique));
    String secret = create("\"name\":\"s-%s\"".formatted(unique));
    admin.upload(id, bytes);
    admin.upload(secret, bytes);
    // When
    try (AutomationScript script =
        start("mirror.py", environment, "--source", CLUSTER.gateway(), "--target", there)) {
      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(script.said()).contains(id + " is mirrored"));
      assertThat(target.download(id).body()).isEqualTo(bytes);
      admin.patch(
          id,
          "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"renamed\"},"
              + "{\"op\":\"add\",\"path\":\"/os_distro\",\"value\":\"debian\"}]");
      await()
          .atMost(PATIENCE)
          .until(() ->
              script.said() != null && target.show(id).get("name").asText().equals("renamed"));
      assertThat(target.show(id).get("os_distro").asText()).isEqualTo("debian");
      admin.patch(id, "[{\"op\":\"replace\",\"path\":\"/visibility\",\"value\":\"private\"}]");
      await()
          .atMost(PATIENCE)
          .until(() ->
              script.said() != null
                  && target.show(id).get("visibility").asText().equals("private"));
      admin.delete("/v2/images/" + id);
      await()
          .atMost(PATIENCE)
          .until(() -> script.said() != null && target.get("/v2/images/" + id).status() == 404);
      assertThat(target.get("/v2/images/" + secret).status()).isEqualTo(404);
    }
  }
}
