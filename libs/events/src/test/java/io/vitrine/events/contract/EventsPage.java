package io.vitrine.events.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The page about the events, in Markdown: what people wrote, with tables of the AsyncAPI document.
 */
final class EventsPage {
  private static final String SCHEMAS = "../libs/events/" + Documents.SCHEMAS + "/";
  private static final String DEFINITION = "#/$defs/";

  private final Map<String, String> files;
  private final ObjectNode document;

  /** The records that facts are made of, by name. */
  private final SortedMap<String, JsonNode> records = new TreeMap<>();

  EventsPage(Map<String, String> files) {
    this.files = files;
    this.document = Folder.yaml(files.get(Documents.ASYNC_API));
  }

  String fill(String begun) {
    return begun
        .replace("{{topics}}", topics())
        .replace("{{headers}}", fields(factHeaders()))
        .replace("{{messages}}", messages())
        .replace("{{records}}", records());
  }

  private String topics() {
    List<String> lines = new ArrayList<>();
    lines.add("| topic | what it tells | written by | read by | key | kept |");
    lines.add("| --- | --- | --- | --- | --- | --- |");
    for (JsonNode channel : document.get("channels")) {
      String address = channel.get("address").asText();
      lines.add(
          "| [`%s`](#%s) | %s | %s | %s | %s | %s |"
              .formatted(
                  address,
                  anchor(address),
                  channel.get("summary").asText(),
                  channel.get("x-written-by").asText(),
                  channel.get("x-read-by").asText(),
                  channel.get("x-key").asText(),
                  kept(channel.at("/bindings/kafka/topicConfiguration"))));
    }
    return String.join("\n", lines);
  }

  private static String kept(JsonNode settings) {
    if (settings.path("cleanup.policy").toString().contains("compact")) {
      return "the last of each key";
    }
    JsonNode millis = settings.path("retention.ms");
    if (millis.isMissingNode()) {
      return "as the brokers are set up";
    }
    Duration retention = Duration.ofMillis(millis.asLong());
    if (retention.isNegative()) {
      return "for ever";
    }
    return retention.toDays() == 1 ? "1 day" : retention.toDays() + " days";
  }

  private String messages() {
    return StreamSupport.stream(document.get("channels").spliterator(), false)
        .map(this::channel)
        .collect(Collectors.joining("\n\n"));
  }

  private String channel(JsonNode channel) {
    List<String> parts = new ArrayList<>();
    parts.add("## " + channel.get("address").asText());
    parts.add(channel.get("summary").asText());
    for (JsonNode reference : channel.get("messages")) {
      JsonNode message = resolved(reference);
      JsonNode headers = resolved(message.at("/traits/0")).path("headers");
      if (parts.size() == 2 && headers.isObject() && !headers.equals(factHeaders())) {
        parts.add("Its headers:\n\n" + fields(headers));
      }
      parts.add(message(message));
    }
    return String.join("\n\n", parts);
  }

  private String message(JsonNode message) {
    String file = message.at("/payload/$ref").asText();
    JsonNode schema = Folder.json(files.get(file));
    schema
        .path("$defs")
        .properties()
        .forEach(definition -> records.put(definition.getKey(), definition.getValue()));
    StringBuilder text = new StringBuilder();
    text.append("### `%s`\n\n".formatted(message.get("name").asText()));
    text.append(message.get("summary").asText());
    text.append(" ([schema](%s%s))\n\n".formatted(SCHEMAS, file));
    text.append(fields(schema));
    JsonNode example = message.at("/examples/0/payload");
    if (example.isObject()) {
      text.append("\n\n<details><summary>Example</summary>\n\n```json\n");
      text.append(Folder.pretty(example)).append("```\n\n</details>");
    }
    return text.toString();
  }

  private String records() {
    return records.entrySet().stream()
        .map(record ->
            "### %s\n\n%s\n\n%s"
                .formatted(
                    record.getKey(),
                    record.getValue().get("description").asText(),
                    fields(record.getValue())))
        .collect(Collectors.joining("\n\n"));
  }

  private static String fields(JsonNode schema) {
    List<String> lines = new ArrayList<>();
    lines.add("| name | type | meaning |");
    lines.add("| --- | --- | --- |");
    addFields("", schema, lines);
    return String.join("\n", lines);
  }

  private static void addFields(String prefix, JsonNode schema, List<String> lines) {
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      JsonNode value = field.getValue();
      if (value.isObject()) {
        boolean required = schema.path("required").toString().contains('"' + field.getKey() + '"');
        lines.add(
            "| `%s` | %s%s | %s |"
                .formatted(
                    prefix + field.getKey(),
                    type(value),
                    required ? "" : ", optional",
                    value.path("description").asText()));
        addFields(prefix + field.getKey() + ".", value, lines);
      }
    }
  }

  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      String name = schema.get("$ref").asText().substring(DEFINITION.length());
      return "[%s](#%s)".formatted(name, anchor(name));
    } else if (schema.has("anyOf")) {
      return alternatives(schema.get("anyOf"), EventsPage::type);
    } else if (schema.has("enum")) {
      return alternatives(schema.get("enum"), EventsPage::literal);
    } else if (schema.path("type").isArray()) {
      return alternatives(schema.get("type"), type -> named(type.asText(), schema));
    }
    return named(schema.path("type").asText("anything"), schema);
  }

  private static String alternatives(JsonNode nodes, Function<JsonNode, String> words) {
    return StreamSupport.stream(nodes.spliterator(), false)
        .map(words)
        .collect(Collectors.joining(" or "));
  }

  private static String literal(JsonNode value) {
    return value.isNull() ? "null" : "`" + value.asText() + "`";
  }

  private static String named(String type, JsonNode schema) {
    JsonNode values = schema.path("additionalProperties");
    return switch (type) {
      case "array" -> "list of " + type(schema.path("items"));
      case "object" ->
          values.isObject() && !schema.has("properties") ? "map to " + type(values) : "object";
      case "string" -> schema.path("format").asText("string");
      default -> type;
    };
  }

  private JsonNode factHeaders() {
    return document.at("/components/messageTraits/fact/headers");
  }

  private JsonNode resolved(JsonNode reference) {
    return document.at(reference.get("$ref").asText().substring(1));
  }

  /** As Markdown's readers make it of a heading. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "");
  }
}
