package io.vitrine.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The OpenAPI document that a gateway serves, as tests need it. */
final class Contract {
  private static final String BASE = "https://vitrine.example/openapi";
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  private final JsonNode document;
  private final JsonSchemaFactory schemas;

  private Contract(JsonNode document) {
    this.document = document;
    this.schemas =
        JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder ->
                builder.schemaLoaders(
                    loaders -> loaders.schemas(Map.of(BASE, document.toString()))));
  }

  static Contract of(String gateway) {
    return new Contract(new ImageApi(gateway, Map.of()).get("/q/openapi").json());
  }

  /** One method of one path. */
  final class Operation {
    final String id;
    final String method;
    final String path;
    private final JsonNode node;

    private Operation(String method, String path, JsonNode node) {
      this.id = node.get("operationId").asText();
      this.method = method;
      this.path = path;
      this.node = node;
    }

    boolean needsToken() {
      return !node.has("security");
    }

    Set<Integer> statuses() {
      Set<Integer> statuses = new TreeSet<>();
      node.get("responses")
          .fieldNames()
          .forEachRemaining(code -> statuses.add(Integer.valueOf(code)));
      return statuses;
    }

    /** Where it is said, of the operation itself and of its path. */
    List<JsonNode> parameters(String in) {
      List<JsonNode> parameters = new ArrayList<>();
      for (JsonNode holder : List.of(document.get("paths").get(path), node)) {
        holder.path("parameters").forEach(one -> parameters.add(resolve(one)));
      }
      return parameters.stream().filter(one -> one.get("in").asText().equals(in)).toList();
    }

    /** The media types of its body with their schemas; empty if it has none. */
    Map<String, JsonNode> bodies() {
      return resolve(node.path("requestBody")).path("content").properties().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, media -> media.getValue().path("schema")));
    }

    /** What is wrong with a JSON answer; empty if nothing is. */
    List<String> faults(int status, String mediaType, JsonNode body) {
      JsonNode content = resolve(node.get("responses").path("" + status)).path("content");
      Optional<String> schema =
          Optional.ofNullable(content.path(mediaType).path("schema").get("$ref"))
              .map(JsonNode::asText);
      return schema
          .map(ref -> validate(ref, body))
          .orElse(List.of("%d has no %s".formatted(status, mediaType)));
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  List<Operation> operations() {
    return document.get("paths").properties().stream()
        .flatMap(path ->
            path.getValue().properties().stream()
                .filter(method -> METHODS.contains(method.getKey()))
                .map(method ->
                    new Operation(
                        method.getKey().toUpperCase(Locale.ROOT),
                        path.getKey(),
                        method.getValue())))
        .toList();
  }

  /** All methods of a path. Every GET has a HEAD. */
  Set<String> methods(String path) {
    Set<String> methods = new TreeSet<>();
    document.get("paths").get(path).fieldNames().forEachRemaining(methods::add);
    methods.retainAll(Set.of("get", "head", "put", "post", "patch", "delete", "options"));
    if (methods.contains("get")) {
      methods.add("head");
    }
    return methods.stream()
        .map(method -> method.toUpperCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What a {@code $ref} points to; the node itself if it is none. */
  JsonNode resolve(JsonNode node) {
    JsonNode ref = node.get("$ref");
    return ref == null ? node : resolve(document.at(ref.asText().substring(1)));
  }

  private List<String> validate(String ref, JsonNode body) {
    return schemas
        .getSchema(SchemaLocation.of(BASE + ref), SchemaValidatorsConfig.builder().build())
        .validate(body)
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }
}
