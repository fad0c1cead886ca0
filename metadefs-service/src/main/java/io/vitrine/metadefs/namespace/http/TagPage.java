package io.vitrine.metadefs.namespace.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.PageRequest;
import io.vitrine.metadefs.namespace.part.PartKind;
import io.vitrine.metadefs.namespace.part.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of tags: a page of a namespace's, or, without links, those that were just said. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TagPage(
    List<TagJson> tags, @Nullable String first, @Nullable String next, @Nullable String schema) {

  static TagPage of(List<Tag> said) {
    return new TagPage(
        said.stream().map(tag -> TagJson.nameOf(tag.name())).toList(), null, null, null);
  }

  static TagPage of(Namespace namespace, PageRequest page, PageQuery links) {
    String path = NamespaceJson.self(namespace.name()) + "/tags";
    List<TagJson> tags =
        namespace.page(PartKind.TAG, page).stream().map(tag -> TagJson.nameOf(tag.name())).toList();
    List<String> names = tags.stream().map(TagJson::name).toList();
    return new TagPage(
        tags, links.first(path), links.next(path, page, names), "/v2/schemas/metadefs/tags");
  }
}
