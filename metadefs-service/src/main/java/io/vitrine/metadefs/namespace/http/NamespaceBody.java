package io.vitrine.metadefs.namespace.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.NamespaceProblem;
import io.vitrine.metadefs.namespace.Visibility;
import java.util.Optional;
import java.util.Set;

/** Reads what a client says about a namespace, whatever it calls its media type. */
final class NamespaceBody {
  private static final Set<String> READ_ONLY = Set.of("self", "schema", "created_at", "updated_at");
  private static final Set<String> KNOWN =
      Set.of("namespace", "display_name", "description", "visibility", "protected", "owner");

  private final JsonNode root;

  private NamespaceBody(JsonNode root) {
    this.root = root;
  }

  static NamespaceDraft read(ObjectMapper mapper, String body, String callersProject) {
    NamespaceBody parsed = new NamespaceBody(parse(mapper, body));
    parsed.root.fieldNames().forEachRemaining(NamespaceBody::checkName);
    return new NamespaceDraft(
        new NamespaceName(
            parsed.text("namespace").orElseThrow(() -> invalid("namespace is required."))),
        parsed.text("display_name").orElse(null),
        parsed.text("description").orElse(null),
        parsed.text("visibility").map(Visibility::named).orElse(Visibility.PRIVATE),
        parsed.flag("protected"),
        parsed.text("owner").orElse(callersProject));
  }

  private static JsonNode parse(ObjectMapper mapper, String body) {
    if (body.isBlank()) {
      throw invalid("Body expected in request.");
    }
    try {
      JsonNode root = mapper.readTree(body);
      if (!root.isObject()) {
        throw invalid("The body must be a JSON object.");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw invalid("Malformed JSON in request body.");
    }
  }

  private static void checkName(String field) {
    if (READ_ONLY.contains(field)) {
      throw new NamespaceProblem.NotAllowed("Attribute '%s' is read-only.".formatted(field))
          .asException();
    }
    if (!KNOWN.contains(field)) {
      throw invalid("Attribute '%s' is not supported.".formatted(field));
    }
  }

  private Optional<String> text(String field) {
    JsonNode node = root.get(field);
    if (node == null) {
      return Optional.empty();
    }
    if (!node.isTextual() || node.textValue().indexOf('\0') >= 0) {
      throw invalid("%s must be a text.".formatted(field));
    }
    return Optional.of(node.textValue());
  }

  private boolean flag(String field) {
    JsonNode node = root.get(field);
    if (node == null) {
      return false;
    }
    if (!node.isBoolean()) {
      throw invalid("%s must be true or false.".formatted(field));
    }
    return node.booleanValue();
  }

  private static RuntimeException invalid(String message) {
    return new NamespaceProblem.Invalid(message).asException();
  }
}
