package io.vitrine.metadefs.namespace.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.NamespaceProblem;
import io.vitrine.metadefs.namespace.PageRequest;
import io.vitrine.metadefs.namespace.Visibility;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A page of the list, with the links that lead on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NamespacePage(
    List<NamespaceJson> namespaces, String first, @Nullable String next, String schema) {

  static PageRequest requestIn(MultivaluedMap<String, String> query) {
    return new PageRequest(
        limit(query.getFirst("limit")),
        Optional.ofNullable(query.getFirst("marker")).map(NamespaceName::new),
        sortKey(query.getFirst("sort_key")),
        descending(query.getFirst("sort_dir")),
        Optional.ofNullable(query.getFirst("visibility")).map(Visibility::named),
        query.containsKey("resource_types"));
  }

  static NamespacePage of(
      List<Namespace> found, PageRequest request, MultivaluedMap<String, String> query) {
    boolean mayGoOn = request.limit() > 0 && found.size() == request.limit();
    return new NamespacePage(
        found.stream().map(NamespaceJson::from).toList(),
        link(query, Optional.empty()),
        mayGoOn ? link(query, Optional.of(found.getLast().name())) : null,
        "/v2/schemas/metadefs/namespaces");
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return PageRequest.DEFAULT_LIMIT;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw invalid("limit must be a number.");
    }
  }

  private static PageRequest.SortKey sortKey(@Nullable String text) {
    return switch (text) {
      case null -> PageRequest.SortKey.CREATED_AT;
      case "created_at" -> PageRequest.SortKey.CREATED_AT;
      case "updated_at" -> PageRequest.SortKey.UPDATED_AT;
      case "namespace" -> PageRequest.SortKey.NAMESPACE;
      default -> throw invalid("sort_key must be created_at, updated_at or namespace.");
    };
  }

  private static boolean descending(@Nullable String text) {
    return switch (text) {
      case null -> true;
      case "desc" -> true;
      case "asc" -> false;
      default -> throw invalid("sort_dir must be asc or desc.");
    };
  }

  private static String link(MultivaluedMap<String, String> query, Optional<NamespaceName> marker) {
    List<String> parameters = new ArrayList<>();
    query.forEach((name, values) -> {
      if (!name.equals("marker")) {
        values.forEach(value -> parameters.add(parameter(name, value)));
      }
    });
    marker.ifPresent(name -> parameters.add(parameter("marker", name.text())));
    return parameters.isEmpty()
        ? NamespaceJson.ROOT
        : NamespaceJson.ROOT + "?" + String.join("&", parameters);
  }

  private static String parameter(String name, String value) {
    return PathText.encode(name) + "=" + PathText.encode(value);
  }

  private static RuntimeException invalid(String message) {
    return new NamespaceProblem.Invalid(message).asException();
  }
}
