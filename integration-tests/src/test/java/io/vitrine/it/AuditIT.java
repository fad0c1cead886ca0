package io.vitrine.it;

import static io.vitrine.it.KafkaTrail.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.vitrine.it.ImageApi.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an auditor reads from Kafka: who has done what to what, and how it was before. */
class AuditIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MIB = 1 << 20;
  private static final String DOWNLOADS = "vitrine.downloads";
  private static final String QUOTAS = "vitrine.quotas";

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");
  private final KafkaTrail trail = new KafkaTrail(cluster.parts().ports().kafka());

  @AfterEach
  void close() {
    trail.close();
  }

  @Test
  void aDownloadTellsWhoHasReadWhat() {
    // Given
    String id = uploaded(2 * MIB);

    // When
    Answer whole = demo.download(id);
    awaitDownloads(id, 1);
    demo.get("/v2/images/" + id + "/file", Map.of("Range", "bytes=1000-1999"));

    // Then
    List<ConsumerRecord<String, byte[]>> told = awaitDownloads(id, 2);
    assertThat(header(told.getFirst(), "ce_type")).isEqualTo("io.vitrine.image.downloaded.v1");
    assertThat(header(told.getFirst(), "ce_requestid"))
        .isEqualTo(whole.header("X-Openstack-Request-Id"));
    assertThat(header(told.getFirst(), "ce_userid")).isEqualTo(creatorOf(id));
    JsonNode first = json(told.getFirst());
    assertThat(first.get("image_id").asText()).isEqualTo(id);
    assertThat(first.get("owner").asText()).isEqualTo(demo.show(id).get("owner").asText());
    assertThat(first.get("range").isNull()).isTrue();
    assertThat(first.get("sent_bytes").asLong()).isEqualTo(2 * MIB);
    assertThat(first.get("outcome").asText()).isEqualTo("complete");
    assertThat(first.get("store").asText()).isNotEmpty();
    JsonNode second = json(told.getLast());
    assertThat(second.get("range").asText()).isEqualTo("bytes 1000-1999/" + 2 * MIB);
    assertThat(second.get("sent_bytes").asLong()).isEqualTo(1000);
  }

  @Test
  void aDownloadThatItsClientBreaksOffIsTold() throws IOException {
    // Given: more than fits into the buffers between store and client.
    String id = uploaded(64 * MIB);
    URI gateway = URI.create(cluster.gateway());

    // When
    try (Socket client = new Socket(gateway.getHost(), gateway.getPort())) {
      client
          .getOutputStream()
          .write(
              "GET /v2/images/%s/file HTTP/1.1\r\nHost: x\r\nX-Auth-Token: %s\r\n\r\n"
                  .formatted(id, cluster.token("demo"))
                  .getBytes(StandardCharsets.US_ASCII));
      client.getInputStream().readNBytes(MIB);
    }

    // Then
    JsonNode fact = json(awaitDownloads(id, 1).getFirst());
    assertThat(fact.get("outcome").asText()).isEqualTo("client_gone");
    assertThat(fact.get("length").asLong()).isEqualTo(64 * MIB);
    assertThat(fact.get("sent_bytes").asLong()).isBetween(MIB - 10_000L, 64L * MIB - 1);
  }

  @Test
  void whatAStoreOrAWorkerReportsIsDoneByTheUserWhoAskedForIt() {
    // Given
    String uploaded = uploaded(MIB);
    String imported = demo.create("qcow2");
    demo.stage(imported, Disks.qcow2(Disks.raw(MIB, 7)));

    // When
    Answer asked = demo.startImport(imported, ",\"output_format\":\"raw\"");
    await().atMost(PATIENCE).until(() -> demo.status(imported).equals("active"));

    // Then
    for (String id : List.of(uploaded, imported)) {
      assertThat(header(activated(id), "ce_userid")).isEqualTo(creatorOf(id));
      assertThat(header(activated(id), "ce_projectid"))
          .isEqualTo(demo.show(id).get("owner").asText());
    }
    assertThat(header(activated(imported), "ce_requestid"))
        .isEqualTo(asked.header("X-Openstack-Request-Id"));
    List<ConsumerRecord<String, byte[]>> tasks = trail.records("vitrine.tasks", imported);
    assertThat(tasks)
        .allSatisfy(it -> assertThat(header(it, "ce_userid")).isEqualTo(creatorOf(imported)));
    assertThat(tasks)
        .extracting(it -> json(it).at("/task/phase").asText())
        .containsSubsequence("inspect", "convert", "land");
  }

  @Test
  void anUpdateTellsHowItWasBefore() {
    // Given
    String id = demo.create("raw");
    demo.patch(
        id,
        """
        [{"op": "add", "path": "/kept", "value": "1"}, {"op": "add", "path": "/old", "value": "2"}]
        """);

    // When
    demo.patch(
        id,
        """
        [{"op": "replace", "path": "/name", "value": "new"},
         {"op": "replace", "path": "/tags", "value": ["t"]},
         {"op": "remove", "path": "/old"}, {"op": "add", "path": "/new", "value": "3"}]
        """);

    // Then
    JsonNode before = json(trail.records("vitrine.images", id).getLast()).get("before");
    assertThat(before)
        .isEqualTo(
            ImageApi.json(
                "{\"name\":\"it\",\"tags\":[],\"properties\":{\"new\":null,\"old\":\"2\"}}"));
  }

  @Test
  void quotaFactsSumUpToWhatAProjectUses() throws Exception {
    // Given
    String project = "audited";
    ImageApi member = cluster.memberOf(project);

    // When
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      List<Callable<Void>> works =
          IntStream.range(0, 8).<Callable<Void>>mapToObj(i -> () -> work(member, i)).toList();
      for (Future<Void> done : clients.invokeAll(works)) {
        done.get();
      }
    }

    // Then
    JsonNode used = member.get("/v2/info/usage").json().get("usage");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          JsonNode last = json(trail.records(QUOTAS, project).getLast()).get("usage");
          assertThat(last.get("images")).isEqualTo(used.at("/image_count_total/usage"));
          assertThat(last.get("bytes").asLong() / MIB)
              .isEqualTo(used.at("/image_size_total/usage").asLong());
          assertThat(last.get("uploads")).isEqualTo(used.at("/image_count_uploading/usage"));
        });
    JsonNode usage = NullNode.getInstance();
    long version = 0;
    for (ConsumerRecord<String, byte[]> record : trail.records(QUOTAS, project)) {
      JsonNode fact = json(record);
      if (fact.get("version").asLong() > version) {
        assertThat(usage.isNull() || usage.equals(fact.get("before"))).isTrue();
        version = fact.get("version").asLong();
        usage = fact.get("usage");
      }
    }
  }

  /** Creates, uploads and deletes at random. */
  private static Void work(ImageApi member, int seed) {
    Random random = new Random(seed);
    Deque<String> mine = new ArrayDeque<>();
    for (int step = 0; step < 12; step++) {
      if (mine.isEmpty() || random.nextInt(3) > 0) {
        mine.push(member.create("raw"));
        if (random.nextBoolean()) {
          assertThat(member.upload(mine.peek(), Disks.raw(MIB, seed)).status()).isEqualTo(204);
        }
      } else {
        assertThat(member.delete("/v2/images/" + mine.pop()).status()).isEqualTo(204);
      }
    }
    return null;
  }

  private String uploaded(int size) {
    String id = demo.create("raw");
    assertThat(demo.upload(id, Disks.raw(size, 3)).status()).isEqualTo(204);
    return id;
  }

  private List<ConsumerRecord<String, byte[]>> awaitDownloads(String id, int count) {
    return await()
        .atMost(PATIENCE)
        .until(() -> trail.records(DOWNLOADS, id), told -> told.size() == count);
  }

  private ConsumerRecord<String, byte[]> activated(String id) {
    return trail.records("vitrine.images", id).stream()
        .filter(it -> KafkaTrail.type(it).equals("io.vitrine.image.activated.v1"))
        .findFirst()
        .orElseThrow();
  }

  private String creatorOf(String id) {
    return header(trail.records("vitrine.images", id).getFirst(), "ce_userid");
  }

  private static JsonNode json(ConsumerRecord<String, byte[]> record) {
    return ImageApi.json(new String(record.value(), StandardCharsets.UTF_8));
  }
}
