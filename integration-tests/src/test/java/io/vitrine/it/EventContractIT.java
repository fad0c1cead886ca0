package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What lies on the public topics is what the gateway's AsyncAPI document says of it. */
class EventContractIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ROOT = "/q/asyncapi/";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaValidatorsConfig STRICT =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private final TestCluster cluster = TestCluster.get();
  private final ImageApi demo = cluster.as("demo");
  private final JsonNode document;
  private final Map<String, JsonSchema> schemas = new HashMap<>();

  EventContractIT() throws IOException {
    document = new YAMLMapper().readTree(demo.get(ROOT + "asyncapi.yaml").text());
  }

  @Test
  void everyFactFitsTheDocumentAndItsSchema() throws IOException {
    // Given
    String id = demo.create("qcow2");
    demo.stage(id, Disks.qcow2(Disks.raw(1 << 20, 7)));
    demo.startImport(id, ",\"output_format\":\"raw\"");
    await().atMost(PATIENCE).until(() -> demo.status(id).equals("active"));
    demo.post("/v2/images/" + id + "/members", "{\"member\":\"alt_demo\"}");
    demo.delete("/v2/images/" + id);
    String namespace = "{\"namespace\":\"it-%s\"}".formatted(UUID.randomUUID());
    cluster.as("admin").post("/v2/metadefs/namespaces", namespace);
    // When
    List<String> faults = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    try (KafkaTrail trail = new KafkaTrail(cluster.parts().ports().kafka())) {
      for (JsonNode channel : document.get("channels")) {
        String topic = channel.get("address").asText();
        if (!tellsFacts(channel)) {
          continue;
        }
        for (ConsumerRecord<String, byte[]> record : trail.records(topic, any -> true)) {
          String type = KafkaTrail.type(record);
          seen.merge(topic, 1, Integer::sum);
          if (!channel.get("messages").has(type)) {
            faults.add("%s is no message of %s".formatted(type, topic));
            continue;
          }
          faults.addAll(faults(document.at("/components/messages/" + type), record));
        }
      }
    }
    // Then
    assertThat(faults).isEmpty();
    assertThat(seen).containsKeys("vitrine.images", "vitrine.tasks", "vitrine.metadefs");
  }

  /** Others may have been sent whatever the tests liked. */
  private boolean tellsFacts(JsonNode channel) {
    JsonNode message = channel.get("messages").elements().next();
    return document
        .at(message.get("$ref").asText().substring(1))
        .at("/traits/0/$ref")
        .asText()
        .endsWith("/fact");
  }

  private List<String> faults(JsonNode message, ConsumerRecord<String, byte[]> record)
      throws IOException {
    List<String> faults = new ArrayList<>();
    String type = message.get("name").asText();
    ObjectNode headers = JSON.createObjectNode();
    record
        .headers()
        .forEach(header ->
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    String trait = message.at("/traits/0/$ref").asText().substring(1);
    JsonSchema envelope =
        schemas.computeIfAbsent(trait, name -> schema(document.at(name + "/headers").toString()));
    envelope.validate(headers).forEach(fault -> faults.add(type + ", headers: " + fault));
    if (!headers.get("ce_subject").asText().equals(record.key())) {
      faults.add(type + ": its key is not its subject");
    }
    JsonSchema payload =
        schemas.computeIfAbsent(
            message.at("/payload/$ref").asText(), file -> schema(demo.get(ROOT + file).text()));
    payload
        .validate(JSON.readTree(record.value()))
        .forEach(fault -> faults.add(type + ": " + fault));
    return faults;
  }

  private static JsonSchema schema(String text) {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(text, STRICT);
  }
}
