package io.vitrine.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Namespaces of metadata definitions as their facts tell them. A fact has what is said of its
 * namespace and the part that it is about; a version may have several.
 */
final class ToldNamespaces {
  private static final List<String> PARTS = List.of("property", "object", "tag", "resource_type");
  private static final List<String> ATTRIBUTES =
      List.of("display_name", "description", "visibility", "protected", "owner");

  private final Map<String, Told> byId = new HashMap<>();

  /**
   * Those that are there. A name that is given again has two until the first one's deletion is
   * read: facts of different namespaces come in any order.
   */
  private final Map<String, List<Told>> byName = new HashMap<>();

  private long repeated;
  private long begunLater;
  private long untoldVersions;

  private static final class Told {
    /** Of this version, by their ids. */
    private final Set<String> facts = new HashSet<>();

    private final Map<String, JsonNode> parts = new HashMap<>();
    private long version;
    private Fields fields = new Fields();
    private String name = "";

    Told(long version) {
      this.version = version;
    }

    Fields whole() {
      Fields whole = new Fields(new TreeMap<>(fields.values()));
      parts.forEach(whole::with);
      return whole;
    }
  }

  void take(TopicFact fact) {
    JsonNode namespace = fact.data().path("namespace");
    if (!namespace.has("version")) {
      return;
    }
    Told told = byId.get(namespace.path("id").asText());
    if (told == null) {
      told = begin(fact, namespace);
    }
    long version = namespace.path("version").asLong();
    if (version < told.version || (version == told.version && told.facts.contains(fact.id()))) {
      repeated++;
      return;
    }
    if (version > told.version) {
      untoldVersions += version - told.version - 1;
      told.version = version;
      told.facts.clear();
    }
    told.facts.add(fact.id());
    takeParts(told, fact);
    leave(told);
    told.name = namespace.path("name").asText();
    told.fields = fields(namespace);
    if (!fact.type().contains(".namespace-deleted.")) {
      byName.computeIfAbsent(told.name, _ -> new ArrayList<>()).add(told);
    }
  }

  private void leave(Told told) {
    byName.computeIfPresent(
        told.name, (_, named) -> named.remove(told) && named.isEmpty() ? null : named);
  }

  private Told begin(TopicFact fact, JsonNode namespace) {
    if (!fact.type().contains(".namespace-created.")) {
      begunLater++;
    }
    Told told = new Told(namespace.path("version").asLong());
    byId.put(namespace.path("id").asText(), told);
    return told;
  }

  private static void takeParts(Told told, TopicFact fact) {
    boolean isGone = fact.type().matches(".*-(deleted|dissociated)\\.v\\d+");
    for (String kind : PARTS) {
      JsonNode part = fact.data().path(kind);
      if (part.isObject()) {
        told.parts.remove(partName(kind, fact.data().path("old_name").asText("")));
        String name = partName(kind, part.path("name").asText());
        if (isGone) {
          told.parts.remove(name);
        } else {
          told.parts.put(name, part(kind, part));
        }
      }
    }
  }

  static String partName(String kind, String name) {
    return kind.replace('_', ' ') + " " + name;
  }

  /** What is shown of a part among the others of its namespace. */
  static JsonNode part(String kind, JsonNode part) {
    return switch (kind) {
      case "property" -> part.path("definition");
      case "tag" -> BooleanNode.TRUE;
      case "object" -> object(part);
      default -> association(part);
    };
  }

  static JsonNode object(JsonNode object) {
    return new Fields()
        .with(object, List.of("description", "required", "properties"))
        .withTime(object, "created_at")
        .withTime(object, "updated_at")
        .asNode();
  }

  static JsonNode association(JsonNode association) {
    return new Fields()
        .with(association, List.of("prefix", "properties_target"))
        .withTime(association, "created_at")
        .withTime(association, "updated_at")
        .asNode();
  }

  static Fields fields(JsonNode namespace) {
    return new Fields()
        .with(namespace, ATTRIBUTES)
        .withTime(namespace, "created_at")
        .withTime(namespace, "updated_at");
  }

  Stream<Subject> subjects() {
    return byName.keySet().stream().map(name -> new Subject(Subject.Kind.NAMESPACE, name));
  }

  Optional<Fields> namespace(String name) {
    return Optional.ofNullable(byName.get(name)).map(named -> named.getLast().whole());
  }

  long count() {
    return byName.size();
  }

  long parts() {
    return byName.values().stream()
        .flatMap(List::stream)
        .mapToLong(told -> told.parts.size())
        .sum();
  }

  long repeated() {
    return repeated;
  }

  /** Namespaces whose first facts are not there. */
  long begunLater() {
    return begunLater;
  }

  long untoldVersions() {
    return untoldVersions;
  }
}
