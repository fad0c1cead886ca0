package io.vitrine.metadefs.namespace.http;

import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.Visibility;
import io.vitrine.metadefs.namespace.part.Content;
import io.vitrine.metadefs.platform.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client, or a file, says about a namespace.
 *
 * @param draft about itself
 * @param parts about what is to be in it
 */
public record NamespaceBody(NamespaceDraft draft, List<Content> parts) {
  private static final Set<String> READ_ONLY = Set.of("self", "schema", "created_at", "updated_at");
  private static final Set<String> KNOWN =
      Set.of(
          "namespace",
          "display_name",
          "description",
          "visibility",
          "protected",
          "owner",
          "properties",
          "objects",
          "tags",
          "resource_type_associations");

  /** Reads a body; the owner is the one given where it names none. */
  public static NamespaceBody read(byte @Nullable [] body, String owner) {
    JsonFields fields = JsonFields.in(body).refusing(READ_ONLY).knowing(KNOWN);
    NamespaceDraft draft =
        new NamespaceDraft(
            new NamespaceName(fields.demandedText("namespace")),
            fields.text("display_name").orElse(null),
            fields.text("description").orElse(null),
            fields.text("visibility").map(Visibility::named).orElse(Visibility.PRIVATE),
            fields.flag("protected"),
            fields.text("owner").orElse(owner));
    return new NamespaceBody(draft, parts(fields));
  }

  private static List<Content> parts(JsonFields fields) {
    List<Content> parts = new ArrayList<>();
    fields.objects("resource_type_associations").stream()
        .map(PartBody::shownAssociation)
        .forEach(parts::add);
    fields.objects("objects").stream().map(PartBody::shownObject).forEach(parts::add);
    fields.objects("tags").stream().map(PartBody::shownTag).forEach(parts::add);
    parts.addAll(PartBody.properties(fields));
    return parts;
  }
}
