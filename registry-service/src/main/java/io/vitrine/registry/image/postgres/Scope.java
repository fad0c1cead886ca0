package io.vitrine.registry.image.postgres;

import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.ImageQuery.VisibilityFilter;
import io.vitrine.registry.image.Visibility;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a caller sees, decided in SQL. The images of a list are given as sets, each of them one
 * range of an index, because no index is in the order of "mine or public". The sets may overlap.
 */
record Scope(ImageQuery query, Parameters parameters) {

  /** Holds for every image that the caller may know of. */
  String seen() {
    return query.admin()
        ? "true"
        : "(visibility in ('public', 'community') or %s)".formatted(own());
  }

  /** The images that the list is about, before its filters. */
  List<String> sets() {
    return query.visibility().map(this::sets).orElseGet(this::byDefault);
  }

  private List<String> byDefault() {
    Stream<Visibility> others =
        query.admin()
            ? Stream.of(Visibility.PUBLIC, Visibility.SHARED, Visibility.PRIVATE)
            : Stream.of(Visibility.PUBLIC);
    return Stream.concat(Stream.of(own()), others.map(Scope::having)).toList();
  }

  private List<String> sets(VisibilityFilter filter) {
    return switch (filter) {
      case VisibilityFilter.All() ->
          query.admin()
              ? Stream.of(Visibility.values()).map(Scope::having).toList()
              : List.of(own(), having(Visibility.PUBLIC), having(Visibility.COMMUNITY));
      case VisibilityFilter.Only(Visibility visibility) -> List.of(only(visibility));
    };
  }

  private String only(Visibility visibility) {
    return switch (visibility) {
      case PUBLIC, COMMUNITY -> having(visibility);
      case PRIVATE, SHARED ->
          query.admin() ? having(visibility) : own() + " and " + having(visibility);
    };
  }

  private String own() {
    return "owner = " + parameters.text(query.projectId());
  }

  /** A literal, so that the server plans with what it knows of this visibility. */
  private static String having(Visibility visibility) {
    return "visibility = '%s'".formatted(visibility.wireName());
  }
}
