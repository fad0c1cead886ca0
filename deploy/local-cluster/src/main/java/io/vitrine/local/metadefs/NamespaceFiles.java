package io.vitrine.local.metadefs;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Files with a namespace each. */
final class NamespaceFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUFFIX = ".json";

  private final Set<String> given = new HashSet<>();

  /** The file itself, or all JSON files of the folder. */
  static List<Path> at(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      if (!Files.isRegularFile(place)) {
        throw new ClusterException("no such file or folder: " + place);
      }
      return List.of(place);
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /** The name of the namespace in a file; empty where there is none, as in an index. */
  static Optional<String> namespaceIn(Path file) throws IOException {
    try {
      return Optional.ofNullable(JSON.readTree(file.toFile()).get("namespace"))
          .map(JsonNode::asText);
    } catch (JacksonException e) {
      throw new ClusterException("no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A name for a namespace's file that this has given to no other. */
  String nameFor(String namespace) {
    String words = namespace.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-");
    String plain =
        words.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-").replaceAll("^-|-$", "");
    String name = plain.isEmpty() ? "namespace" : plain;
    String free = name;
    for (int i = 2; !given.add(free); i++) {
      free = name + "-" + i;
    }
    return free + SUFFIX;
  }
}
