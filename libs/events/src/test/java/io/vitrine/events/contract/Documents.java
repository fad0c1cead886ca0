package io.vitrine.events.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.events.FactCodec;
import io.vitrine.events.Topics;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The documents of the contract as they have to be now: schemas and the AsyncAPI document in {@link
 * #SCHEMAS}, and {@link #PAGE} for people.
 */
final class Documents {
  static final Path SCHEMAS = Path.of("src/main/resources/schemas");
  static final Path RELEASED = Path.of("src/contract/released");
  static final Path DOCS = Path.of("../../docs");
  static final String PAGE = "events.md";
  static final String ASYNC_API = "asyncapi.yaml";

  private static final Path BEGUN = Path.of("src/contract");
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path TOPICS = Path.of("../../deploy/topics.properties");

  /** Folders of schemas that are written by hand, with the topics that they are for. */
  private static final Map<String, List<String>> WRITTEN =
      Map.of(
          "commands",
          List.of("vitrine.commands"),
          "notifications",
          List.of("vitrine.notifications.info", "vitrine.notifications.error"));

  private final List<Golden> goldens = Golden.all();
  private final SortedMap<String, String> begun = Folder.read(BEGUN);

  /** All files in {@link #SCHEMAS}. */
  SortedMap<String, String> schemas() {
    ObjectNode document = Folder.yaml(begun.get(ASYNC_API));
    Set<String> open =
        StreamSupport.stream(document.get("channels").spliterator(), false)
            .map(channel -> channel.get("address").asText())
            .collect(Collectors.toSet());
    var asyncApi = new AsyncApi(topics());
    SortedMap<String, String> files = new TreeMap<>();
    FactSchemas facts = new FactSchemas(Words.read(SOURCES));
    for (String type : FactCodec.types().keySet()) {
      String topic = topicOf(type);
      if (open.contains(topic)) {
        String file = "facts/" + type + ".json";
        JsonNode schema = facts.of(type);
        files.put(file, Folder.pretty(schema));
        asyncApi.add(new AsyncApi.Message(type, topic, file, schema, examples(type)));
      }
    }
    Folder.read(SCHEMAS)
        .forEach((file, text) -> {
          @Nullable List<String> topics = WRITTEN.get(file.split("/", 2)[0]);
          if (topics != null) {
            files.put(file, text);
            topics.forEach(topic -> asyncApi.add(written(topic, file, Folder.json(text))));
          }
        });
    files.put(ASYNC_API, Folder.yaml(asyncApi.complete(document)));
    return files;
  }

  String page(SortedMap<String, String> schemas) {
    return new EventsPage(schemas).fill(begun.get(PAGE));
  }

  /** Which its golden file knows. */
  private String topicOf(String type) {
    return goldens.stream()
        .filter(golden -> golden.type().equals(type))
        .findFirst()
        .map(golden -> Topics.of(golden.fact()))
        .orElseThrow(() -> new IllegalStateException("no golden file shows a " + type));
  }

  private List<JsonNode> examples(String type) {
    return goldens.stream().filter(one -> one.type().equals(type)).map(Golden::json).toList();
  }

  private static AsyncApi.Message written(String topic, String file, JsonNode schema) {
    List<JsonNode> examples = new ArrayList<>();
    schema.path("examples").forEach(examples::add);
    String type = FactSchemas.typeOf(schema.get("$id").asText());
    return new AsyncApi.Message(type, topic, file, schema, examples);
  }

  private static Properties topics() {
    Properties topics = new Properties();
    try (Reader file = Files.newBufferedReader(TOPICS)) {
      topics.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return topics;
  }
}
