package io.vitrine.events.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What others rely on, as an AsyncAPI document and the schemas beside it say it.
 *
 * @param topics by name
 */
record Contract(Map<String, Topic> topics) {

  /** Who relies on what: readers of what Vitrine tells, or those who ask it for something. */
  enum Role {
    TOLD,
    ASKED
  }

  /**
   * A topic.
   *
   * @param messages by type
   */
  record Topic(Role role, Map<String, Message> messages) {}

  /** A type of message: what its key is, in words, and the schemas of the rest. */
  record Message(String key, JsonNode headers, JsonNode payload) {}

  static Contract of(Map<String, String> files) {
    JsonNode document = Folder.yaml(files.get(Documents.ASYNC_API));
    Map<String, Topic> topics = new LinkedHashMap<>();
    for (JsonNode operation : document.get("operations")) {
      JsonNode channel = document.at(pointer(operation.get("channel")));
      Map<String, Message> messages = new LinkedHashMap<>();
      for (JsonNode reference : channel.get("messages")) {
        JsonNode message = document.at(pointer(reference));
        messages.put(
            message.get("name").asText(),
            new Message(
                message.at("/bindings/kafka/key/description").asText(),
                document.at(pointer(message.at("/traits/0"))).path("headers"),
                Folder.json(files.get(message.at("/payload/$ref").asText()))));
      }
      Role role = operation.get("action").asText().equals("send") ? Role.TOLD : Role.ASKED;
      topics.put(channel.get("address").asText(), new Topic(role, messages));
    }
    return new Contract(topics);
  }

  private static String pointer(JsonNode reference) {
    return reference.get("$ref").asText().substring(1);
  }
}
