package io.vitrine.metadefs.namespace.http;

import io.vitrine.metadefs.namespace.PageRequest;
import io.vitrine.metadefs.namespace.PageRequest.SortKey;
import io.vitrine.metadefs.namespace.part.Parts;
import io.vitrine.problem.JsonBody;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the query of a list says about the page, and the links that lead on. */
final class PageQuery {
  private final MultivaluedMap<String, String> query;

  PageQuery(MultivaluedMap<String, String> query) {
    this.query = query;
  }

  /**
   * The page that is wanted.
   *
   * @param nameKey what ordering by name is called here
   */
  PageRequest request(int defaultLimit, int maxLimit, String nameKey) {
    return new PageRequest(
        Math.min(limit(query.getFirst("limit"), defaultLimit), maxLimit),
        Optional.ofNullable(query.getFirst("marker")),
        sortKey(query.getFirst("sort_key"), nameKey),
        descending(query.getFirst("sort_dir")));
  }

  /** The page of a namespace's parts: all of them, if nothing is said. */
  PageRequest partsRequest() {
    return request(Parts.MAX_COUNT, Parts.MAX_COUNT, "name");
  }

  String first(String path) {
    return link(path, Optional.empty());
  }

  /** Leads on if the page is full, and there may thus be more. */
  @Nullable String next(String path, PageRequest request, List<String> names) {
    boolean mayGoOn = request.limit() > 0 && names.size() == request.limit();
    return mayGoOn ? link(path, Optional.of(names.getLast())) : null;
  }

  private static int limit(@Nullable String text, int defaultLimit) {
    if (text == null) {
      return defaultLimit;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw JsonBody.malformed("limit must be a number.");
    }
  }

  private static SortKey sortKey(@Nullable String text, String nameKey) {
    return switch (text) {
      case null -> SortKey.CREATED_AT;
      case "created_at" -> SortKey.CREATED_AT;
      case "updated_at" -> SortKey.UPDATED_AT;
      case String name when name.equals(nameKey) -> SortKey.NAME;
      default ->
          throw JsonBody.malformed(
              "sort_key must be created_at, updated_at or %s.".formatted(nameKey));
    };
  }

  private static boolean descending(@Nullable String text) {
    return switch (text) {
      case null -> true;
      case "desc" -> true;
      case "asc" -> false;
      default -> throw JsonBody.malformed("sort_dir must be asc or desc.");
    };
  }

  private String link(String path, Optional<String> marker) {
    List<String> parameters = new ArrayList<>();
    query.forEach((name, values) -> {
      if (!name.equals("marker")) {
        values.forEach(value -> parameters.add(parameter(name, value)));
      }
    });
    marker.ifPresent(name -> parameters.add(parameter("marker", name)));
    return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
  }

  private static String parameter(String name, String value) {
    return PathText.encode(name) + "=" + PathText.encode(value);
  }
}
