package io.vitrine.events.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** Completes the AsyncAPI document that people have begun. */
final class AsyncApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TRAITS = "/components/messageTraits/";
  private static final String MESSAGES = "#/components/messages/";

  /** The version of what AsyncAPI says of Kafka. */
  private static final String BINDING = "0.5.0";

  /**
   * A type of message.
   *
   * @param topic where it travels
   * @param file its schema, as the document refers to it
   */
  record Message(
      String type, String topic, String file, JsonNode schema, List<JsonNode> examples) {}

  private final Properties topics;
  private final Map<String, List<Message>> byTopic = new LinkedHashMap<>();

  AsyncApi(Properties topics) {
    this.topics = topics;
  }

  void add(Message message) {
    byTopic.computeIfAbsent(message.topic(), topic -> new ArrayList<>()).add(message);
  }

  ObjectNode complete(ObjectNode document) {
    ObjectNode messages = JSON.createObjectNode();
    Set<String> absent = new HashSet<>();
    for (Map.Entry<String, JsonNode> channel : document.get("channels").properties()) {
      ObjectNode told = (ObjectNode) channel.getValue();
      String topic = told.get("address").asText();
      if (!topics.containsKey(topic)) {
        absent.add(channel.getKey());
        continue;
      }
      String trait = told.remove("x-trait").asText();
      boolean cloudEvent = document.at(TRAITS + trait + "/headers").isObject();
      ObjectNode references = told.putObject("messages");
      for (Message message : byTopic.getOrDefault(topic, List.of())) {
        references.putObject(message.type()).put("$ref", MESSAGES + message.type());
        ObjectNode described = described(message, told.get("x-key"));
        described.putArray("traits").addObject().put("$ref", "#" + TRAITS + trait);
        if (cloudEvent) {
          ObjectNode headers = described.putObject("headers").put("type", "object");
          headers.putObject("properties").putObject("ce_type").put("const", message.type());
        }
        messages.set(message.type(), described);
      }
      told.putObject("bindings").set("kafka", binding(topics.getProperty(topic)));
    }
    ((ObjectNode) document.get("channels")).remove(absent);
    removeOperations((ObjectNode) document.get("operations"), absent);
    ((ObjectNode) document.get("components")).set("messages", messages);
    return document;
  }

  private static void removeOperations(ObjectNode operations, Set<String> absent) {
    List<String> without =
        operations.properties().stream()
            .filter(operation ->
                absent.contains(
                    operation.getValue().at("/channel/$ref").asText().replaceFirst(".*/", "")))
            .map(Map.Entry::getKey)
            .toList();
    operations.remove(without);
  }

  private static ObjectNode described(Message message, JsonNode key) {
    ObjectNode described = JSON.createObjectNode();
    described.put("name", message.type());
    described.set("summary", message.schema().get("description"));
    described.putObject("payload").put("$ref", message.file());
    ObjectNode binding = described.putObject("bindings").putObject("kafka");
    binding.putObject("key").put("type", "string").set("description", key);
    binding.put("bindingVersion", BINDING);
    if (!message.examples().isEmpty()) {
      ArrayNode examples = described.putArray("examples");
      message.examples().forEach(example -> examples.addObject().set("payload", example));
    }
    return described;
  }

  /** From a line of the file: {@code partitions setting=value setting=value}. */
  private static ObjectNode binding(String line) {
    ObjectNode binding = JSON.createObjectNode();
    List<String> words = List.of(line.strip().split("\\s+"));
    binding.put("partitions", Integer.parseInt(words.getFirst()));
    ObjectNode settings = binding.putObject("topicConfiguration");
    for (String word : words.subList(1, words.size())) {
      String[] setting = word.split("=", 2);
      if (setting[0].equals("cleanup.policy")) {
        settings.putArray(setting[0]).add(setting[1]);
      } else if (setting[1].matches("-?\\d+")) {
        settings.put(setting[0], Long.parseLong(setting[1]));
      } else {
        settings.put(setting[0], setting[1]);
      }
    }
    return binding.put("bindingVersion", BINDING);
  }
}
