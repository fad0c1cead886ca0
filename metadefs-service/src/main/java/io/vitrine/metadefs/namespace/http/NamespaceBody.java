package io.vitrine.metadefs.namespace.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.NamespaceProblem;
import io.vitrine.metadefs.namespace.Visibility;
import io.vitrine.problem.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a client says about a namespace, whatever it calls its media type. */
final class NamespaceBody {
  private static final Set<String> READ_ONLY = Set.of("self", "schema", "created_at", "updated_at");
  private static final Set<String> KNOWN =
      Set.of("namespace", "display_name", "description", "visibility", "protected", "owner");

  private final JsonNode root;

  private NamespaceBody(JsonNode root) {
    this.root = root;
  }

  static NamespaceDraft read(byte @Nullable [] body, String callersProject) {
    NamespaceBody parsed = new NamespaceBody(JsonBody.object(body));
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
    if (!node.isTextual() || !isStorable(node.textValue())) {
      throw invalid("%s must be a text.".formatted(field));
    }
    return Optional.of(node.textValue());
  }

  /** PostgreSQL has no place for NUL, and UTF-8 none for half a character. */
  private static boolean isStorable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
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
