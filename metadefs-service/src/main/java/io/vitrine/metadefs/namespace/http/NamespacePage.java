package io.vitrine.metadefs.namespace.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceFilter;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.PageRequest;
import io.vitrine.metadefs.namespace.Visibility;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A page of the list, with the links that lead on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NamespacePage(
    List<NamespaceJson> namespaces, String first, @Nullable String next, String schema) {
  private static final int DEFAULT_LIMIT = 25;
  private static final int MAX_LIMIT = 1_000;

  static PageRequest requestIn(MultivaluedMap<String, String> query) {
    PageRequest request = new PageQuery(query).request(DEFAULT_LIMIT, MAX_LIMIT, "namespace");
    request.marker().ifPresent(NamespaceName::new);
    return request;
  }

  static NamespaceFilter filterIn(MultivaluedMap<String, String> query) {
    return new NamespaceFilter(
        Optional.ofNullable(query.getFirst("visibility")).map(Visibility::named),
        Optional.ofNullable(query.getFirst("resource_types"))
            .map(types -> List.of(types.split(",", -1)))
            .orElse(List.of()));
  }

  static NamespacePage of(
      List<Namespace> found, PageRequest request, MultivaluedMap<String, String> query) {
    PageQuery links = new PageQuery(query);
    List<String> names = found.stream().map(namespace -> namespace.name().text()).toList();
    return new NamespacePage(
        found.stream().map(NamespaceJson::from).toList(),
        links.first(NamespaceJson.ROOT),
        links.next(NamespaceJson.ROOT, request, names),
        "/v2/schemas/metadefs/namespaces");
  }
}
