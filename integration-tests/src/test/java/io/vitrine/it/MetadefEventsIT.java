package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.it.ImageApi.Answer;
import io.vitrine.local.PartName;
import io.vitrine.local.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class MetadefEventsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String TOPIC = "vitrine.metadefs";
  private static final String ROOT = "/v2/metadefs/namespaces";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROPERTY =
      "{\"name\":\"%s\",\"type\":\"number\",\"title\":\"T\",\"default\":2,\"minimum\":1.5}";

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi admin = cluster.as("admin");
  private final String name = "it-" + UUID.randomUUID();
  private final String path = ROOT + "/" + name;

  private Answer put(String to, String json) {
    return admin.send(
        "PUT", to, Map.of("Content-Type", "application/json"), BodyPublishers.ofString(json));
  }

  private void create() {
    assertThat(admin.post(ROOT, "{\"namespace\":\"%s\"}".formatted(name)).status()).isEqualTo(201);
  }

  /** All about the namespace that has, or had, a name of this test. */
  private List<ConsumerRecord<String, byte[]>> records(KafkaTrail trail) {
    return trail.records(TOPIC, record -> nameIn(record).startsWith(name));
  }

  private List<String> steps(KafkaTrail trail) {
    return records(trail).stream()
        .map(record ->
            KafkaTrail.type(record).replace("io.vitrine.metadef.", "").replaceFirst("\\.v1$", ""))
        .toList();
  }

  private void awaitSteps(String... steps) {
    try (KafkaTrail trail = new KafkaTrail(cluster.parts().ports().kafka())) {
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(steps(trail)).containsExactly(steps));
    }
  }

  private static String nameIn(ConsumerRecord<String, byte[]> record) {
    return fact(record).path("namespace").path("name").asText();
  }

  private static JsonNode fact(ConsumerRecord<String, byte[]> record) {
    try {
      return JSON.readTree(record.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyStepIsAFactInOrder() {
    // When
    create();
    admin.post(path + "/properties", PROPERTY.formatted("p"));
    put(path + "/properties/p", PROPERTY.formatted("q"));
    admin.post(path + "/objects", "{\"name\":\"o\",\"properties\":{}}");
    put(path + "/objects/o", "{\"name\":\"o\",\"description\":\"D\",\"properties\":{}}");
    admin.post(path + "/tags/t", "");
    put(path + "/tags/t", "{\"name\":\"u\"}");
    admin.post(path + "/resource_types", "{\"name\":\"OS::X\",\"prefix\":\"x_\"}");
    put(path, "{\"namespace\":\"%s-2\",\"visibility\":\"public\"}".formatted(name));
    String renamed = path + "-2";
    admin.delete(renamed + "/properties/q");
    admin.delete(renamed + "/objects");
    admin.delete(renamed + "/tags/u");
    admin.delete(renamed + "/resource_types/OS::X");
    admin.delete(renamed);
    // Then
    awaitSteps(
        "namespace-created",
        "property-created",
        "property-updated",
        "object-created",
        "object-updated",
        "tag-created",
        "tag-updated",
        "resource-type-associated",
        "namespace-updated",
        "property-deleted",
        "object-deleted",
        "tag-deleted",
        "resource-type-dissociated",
        "namespace-deleted");
  }

  @Test
  void aFactTellsWhatThereIsAndWhatItWasCalled() {
    // Given
    create();
    // When
    admin.post(path + "/properties", PROPERTY.formatted("p"));
    Answer answer = put(path + "/properties/p", PROPERTY.formatted("q"));
    // Then
    awaitSteps("namespace-created", "property-created", "property-updated");
    try (KafkaTrail trail = new KafkaTrail(cluster.parts().ports().kafka())) {
      List<ConsumerRecord<String, byte[]>> records = records(trail);
      ConsumerRecord<String, byte[]> last = records.getLast();
      JsonNode fact = fact(last);
      assertThat(fact.at("/property/name").asText()).isEqualTo("q");
      assertThat(fact.at("/property/definition").toString())
          .isEqualTo("{\"type\":\"number\",\"title\":\"T\",\"default\":2,\"minimum\":1.5}");
      assertThat(fact.path("old_name").asText()).isEqualTo("p");
      assertThat(fact.at("/namespace/visibility").asText()).isEqualTo("private");
      assertThat(fact.at("/namespace/owner").asText()).isEqualTo("demo");
      assertThat(last.key()).isEqualTo(fact.at("/namespace/id").asText());
      assertThat(new String(last.headers().lastHeader("ce_source").value()))
          .isEqualTo("metadefs-service");
      assertThat(new String(last.headers().lastHeader("ce_requestid").value()))
          .isEqualTo(answer.header("X-Openstack-Request-Id"));
      assertThat(records.stream().map(each -> fact(each).at("/namespace/version").asLong()))
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void eachPartOfAFileIsAFact() {
    // When
    admin.post(
        "/v2/metadefs/catalogue",
        "{\"namespace\":\"%s\",\"protected\":true,\"tags\":[{\"name\":\"a\"},{\"name\":\"b\"}]}"
            .formatted(name));
    admin.post(
        "/v2/metadefs/catalogue?mode=overwrite",
        "{\"namespace\":\"%s\",\"protected\":true,\"tags\":[{\"name\":\"b\"},{\"name\":\"c\"}]}"
            .formatted(name));
    admin.delete("/v2/metadefs/catalogue/" + name);
    // Then
    awaitSteps(
        "namespace-created",
        "tag-created",
        "tag-created",
        "tag-deleted",
        "tag-created",
        "namespace-deleted");
  }

  @Test
  void aRefusedChangeIsNoFact() {
    // Given
    create();
    admin.post(path + "/tags/t", "");
    // When
    assertThat(admin.post(path + "/tags/t", "").status()).isEqualTo(409);
    assertThat(
            admin.post(path + "/tags", "{\"tags\":[{\"name\":\"a\"},{\"name\":\"a\"}]}").status())
        .isEqualTo(409);
    admin.delete(path);
    // Then
    awaitSteps("namespace-created", "tag-created", "namespace-deleted");
  }

  @Test
  void aBrokerThatIsAwayDelaysAndLosesNothing() {
    // Given
    create();
    cluster.parts().crash(PartName.KAFKA);
    // When
    Answer added = admin.post(path + "/tags/t", "");
    Answer deleted = admin.delete(path);
    cluster.parts().start(Progress.silent());
    // Then
    assertThat(added.status()).isEqualTo(201);
    assertThat(deleted.status()).isEqualTo(204);
    awaitSteps("namespace-created", "tag-created", "namespace-deleted");
  }
}
