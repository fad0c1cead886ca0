package io.vitrine.metadefs.namespace.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.PageRequest;
import io.vitrine.metadefs.namespace.part.PartKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of a namespace's objects. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ObjectPage(List<ObjectJson> objects, String first, @Nullable String next, String schema) {
  static ObjectPage of(Namespace namespace, PageRequest page, PageQuery links) {
    String path = ObjectJson.path(namespace.name());
    List<ObjectJson> objects =
        namespace.page(PartKind.OBJECT, page).stream()
            .map(object -> ObjectJson.from(namespace.name(), object))
            .toList();
    List<String> names = objects.stream().map(ObjectJson::name).toList();
    return new ObjectPage(
        objects, links.first(path), links.next(path, page, names), "/v2/schemas/metadefs/objects");
  }
}
