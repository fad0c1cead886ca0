package io.vitrine.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The AsyncAPI document of libs/events and the schemas that it refers to.
 *
 * @param files by their names as the document refers to them
 */
record EventsDocument(Map<String, String> files) {
  static final String NAME = "asyncapi.yaml";
  private static final String FOLDER = "/schemas/";

  static EventsDocument read() {
    Map<String, String> files = new HashMap<>();
    try {
      files.put(NAME, text(NAME));
      for (JsonNode message :
          new YAMLMapper().readTree(files.get(NAME)).at("/components/messages")) {
        String schema = message.at("/payload/$ref").asText();
        files.put(schema, text(schema));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new EventsDocument(Map.copyOf(files));
  }

  private static String text(String name) throws IOException {
    try (InputStream file = EventsDocument.class.getResourceAsStream(FOLDER + name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
