package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./vitrine migrate} brings all that another Image API has; here that is a second Vitrine.
 */
class MigrateIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> OWN_AFFAIRS =
      Set.of("created_at", "updated_at", "stores", "owner", "tags");
  private static final byte[] BYTES = Disks.raw(6 << 20, 5);
  private static final byte[] QCOW2 = Disks.qcow2(Disks.raw(1 << 20, 6));

  private static final String RAW = "\"disk_format\":\"raw\",";

  private static final TestCluster CLUSTER = TestCluster.get();
  private static final Ports PORTS = Ports.free();
  private static final LocalCluster ORIGIN = origin();

  private static String sourceToken;

  @TempDir private Path folder;
  private final String unique = UUID.randomUUID().toString().substring(0, 8);
  private final String namespace = "Own::" + unique;
  private final ImageApi target = CLUSTER.as("admin");
  private final ImageApi source = new ImageApi(PORTS.url(PartName.GATEWAY), sourceToken);

  private static LocalCluster origin() {
    Checkout checkout = Checkout.find();
    Path state = checkout.root().resolve("integration-tests/target/migrate-cluster");
    return new LocalCluster(
        ClusterSpec.of(checkout, new StateDirectory(state), PORTS)
            .parts(EnumSet.complementOf(EnumSet.of(PartName.WORKER)))
            .build());
  }

  @BeforeAll
  static void start() throws Exception {
    ORIGIN.reset();
    ORIGIN.start(Progress.silent());
    sourceToken = new Tokens(PORTS).of(CLUSTER.user("admin"));
  }

  @AfterAll
  static void stop() {
    ORIGIN.stop();
  }

  private static Map<String, String> signIn(Ports ports) {
    return new ClientSettings(CLUSTER.realm(), ports).environment(CLUSTER.user("admin"));
  }

  /** The command at work. */
  private record Running(Process process, Path output) {
    int end() throws InterruptedException {
      return process.waitFor();
    }

    String said() throws IOException {
      return Files.readString(output);
    }
  }

  private Running start(Map<String, String> origin, String... arguments) throws IOException {
    Path root = Checkout.find().root();
    var command = new ArrayList<>(List.of(root.resolve("vitrine").toString(), "migrate"));
    command.addAll(
        List.of("--project-map", Files.writeString(folder.resolve("map"), map()).toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "migrate", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("VITRINE_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(signIn(CLUSTER.parts().ports()));
    builder.environment().putAll(origin);
    return new Running(builder.start(), output);
  }

  private String map() {
    return "# there here\nblue-%1$s azure-%1$s\n".formatted(unique);
  }

  private Map<String, String> wholeOrigin() {
    Map<String, String> origin = new HashMap<>();
    signIn(PORTS).forEach((name, value) -> origin.put("SOURCE_" + name, value));
    return origin;
  }

  private String migrated(int exit, String... arguments) throws Exception {
    Running run = start(wholeOrigin(), arguments);
    assertThat(run.end()).as(run.said()).isEqualTo(exit);
    return run.said();
  }

  private String create(String json) {
    ImageApi.Answer answer =
        source.post("/v2/images", "{\"container_format\":\"bare\",%s}".formatted(json));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.json().get("id").asText();
  }

  private String withBytes(String json, byte[] bytes) {
    String id = create(json);
    assertThat(source.upload(id, bytes).status()).isEqualTo(204);
    return id;
  }

  private String shared() {
    String id = withBytes(RAW + "\"name\":\"shared\"", BYTES);
    for (String member : List.of("alt_demo", "blue-" + unique)) {
      source.post("/v2/images/%s/members".formatted(id), "{\"member\":\"%s\"}".formatted(member));
    }
    source.replace("/v2/images/%s/members/alt_demo".formatted(id), "{\"status\":\"accepted\"}");
    return id;
  }

  private String deactivated() {
    String id = withBytes(RAW + "\"name\":\"off\",\"visibility\":\"private\"", BYTES);
    source.post("/v2/images/%s/actions/deactivate".formatted(id), "");
    return id;
  }

  private void define() {
    ImageApi.Answer answer =
        source.post(
            "/v2/metadefs/namespaces",
            """
            {"namespace": "%s", "visibility": "public", "protected": true, "owner": "blue-%s",
             "properties": {"share": {"title": "S", "type": "number", "default": 1.5}},
             "objects": [{"name": "o", "required": ["p"], "properties": {
               "p": {"title": "P", "type": "boolean", "default": true}}}],
             "tags": [{"name": "b"}, {"name": "a"}],
             "resource_type_associations": [{"name": "OS::Glance::Image", "prefix": "x_"}]}\
            """
                .formatted(namespace, unique));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
  }

  private static JsonNode comparable(JsonNode image) {
    return ((ObjectNode) image.deepCopy()).remove(OWN_AFFAIRS);
  }

  private static Set<String> tags(JsonNode image) {
    Set<String> tags = new TreeSet<>();
    image.get("tags").forEach(tag -> tags.add(tag.asText()));
    return tags;
  }

  private Map<String, String> members(ImageApi api, String id) {
    Map<String, String> members = new HashMap<>();
    api.get("/v2/images/%s/members".formatted(id))
        .json()
        .get("members")
        .forEach(
            member -> members.put(member.get("member_id").asText(), member.get("status").asText()));
    return members;
  }

  @Test
  void bringsEverythingThoughItIsKilled() throws Exception {
    // Given
    String large =
        withBytes(
            """
            "disk_format": "raw", "name": "Größe 😀", "visibility": "public", "tags": ["b", "a b", "ü"],
            "hw_disk_bus": "scsi", "Ünï/cödé~ß \\" 😀": "a\\nb\\t\\"c\\"", "empty": ""\
            """,
            BYTES);
    String shared = shared();
    String queued = create("\"id\":\"%s\"".formatted(UUID.randomUUID()));
    String deactivated = deactivated();
    String guarded =
        withBytes(
            """
            "disk_format": "qcow2", "visibility": "community", "protected": true, "min_disk": 3,
            "os_hidden": true, "min_ram": 64, "owner": "blue-%s"\
            """
                .formatted(unique),
            QCOW2);
    String hollow = withBytes(RAW + "\"name\":\"hollow\"", new byte[0]);
    List<String> all = List.of(large, shared, queued, deactivated, guarded, hollow);
    define();
    // When
    try (StallingDoor door =
        new StallingDoor(PORTS.url(PartName.GATEWAY), "/v2/images/%s/file".formatted(large))) {
      Running first =
          start(Map.of("SOURCE_OS_TOKEN", sourceToken), "--from", door.url(), "--parallel", "2");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            assertThat(target.get("/v2/images/" + large).text()).contains("\"saving\"");
            assertThat(target.get("/v2/images/" + hollow).text()).contains("\"active\"");
          });
      first.process().destroyForcibly().onExit().join();
    }
    String second = migrated(0);
    // Then
    assertThat(second).contains(large + " Größe 😀").doesNotContain("✔ " + shared);
    for (String id : all) {
      assertThat(comparable(target.show(id))).isEqualTo(comparable(source.show(id)));
      assertThat(tags(target.show(id))).isEqualTo(tags(source.show(id)));
      assertThat(target.download(id).body()).isEqualTo(source.download(id).body());
    }
    assertThat(target.show(guarded).get("owner").asText()).isEqualTo("azure-" + unique);
    assertThat(target.show(large).get("owner")).isEqualTo(source.show(large).get("owner"));
    assertThat(members(target, shared))
        .isEqualTo(Map.of("alt_demo", "accepted", "azure-" + unique, "pending"));
    assertThat(target.get("/v2/metadefs/namespaces/" + namespace).text())
        .contains("azure-" + unique, "\"share\"", "1.5", "\"x_\"");
    assertThat(migrated(0, "--verify")).doesNotContain("✔");

    // A difference is shown, and brought.
    target.patch(large, "[{\"op\":\"replace\",\"path\":\"/hw_disk_bus\",\"value\":\"ide\"}]");
    assertThat(migrated(1, "--verify"))
        .containsPattern("differs +" + large)
        .contains("hw_disk_bus: \"scsi\" there, \"ide\" here");
    assertThat(migrated(0, "--image", large, "--dry-run")).contains("set hw_disk_bus");
    migrated(0, "--image", large);
    assertThat(target.show(large).get("hw_disk_bus").asText()).isEqualTo("scsi");

    // An id that was used cannot be had again.
    target.delete("/v2/images/" + hollow);
    assertThat(migrated(1, "--image", hollow))
        .containsPattern("not brought +" + hollow)
        .contains("ids never come back");
  }
}
