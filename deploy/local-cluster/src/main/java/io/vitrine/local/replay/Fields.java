package io.vitrine.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is said of a subject, in the words of the API. Fields that are null are not there. */
record Fields(SortedMap<String, JsonNode> values) {
  Fields() {
    this(new TreeMap<>());
  }

  Fields with(String name, JsonNode value) {
    if (!value.isNull() && !value.isMissingNode()) {
      values.put(name, value);
    }
    return this;
  }

  /** Those of the node, under their own names. */
  Fields with(JsonNode node, Iterable<String> names) {
    names.forEach(name -> with(name, node.path(name)));
    return this;
  }

  /** A time to the second, as the API shows it. */
  Fields withTime(JsonNode node, String name) {
    Instant exact = Instant.parse(node.path(name).asText());
    return with(name, TextNode.valueOf(exact.truncatedTo(ChronoUnit.SECONDS).toString()));
  }

  /** What has no order of its own. */
  static ArrayNode sorted(Stream<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.sorted().forEach(array::add);
    return array;
  }

  static Stream<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText);
  }

  JsonNode asNode() {
    return JsonNodeFactory.instance.objectNode().setAll(values);
  }
}
