package io.vitrine.registry.image.postgres;

import static java.util.stream.Collectors.joining;

import io.vitrine.registry.image.ImageFilter;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.ImageQuery.VisibilityFilter;
import io.vitrine.registry.image.MemberStatus;
import io.vitrine.registry.image.Visibility;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a caller sees, decided in SQL. The images of a list are given as sets, each of them one
 * range of an index, because no index is in the order of "mine or public". The sets may overlap.
 */
record Scope(ImageQuery query, Parameters parameters) {

  /** Holds for every image that the caller may know of. */
  String seen() {
    String visible =
        query.admin()
            ? "true"
            : "(visibility in ('public', 'community') or %s or (%s))"
                .formatted(own(), shared(EnumSet.allOf(MemberStatus.class)));
    FilterSql filters = new FilterSql(parameters);
    return Stream.concat(
            Stream.of(visible),
            query.filters().stream()
                .filter(ImageFilter.Allowed.class::isInstance)
                .map(filters::condition))
        .collect(joining(" and "));
  }

  /** The images that the list is about, before its filters. */
  List<String> sets() {
    return query.visibility().map(this::sets).orElseGet(this::byDefault);
  }

  private List<String> byDefault() {
    return query.admin()
        ? List.of(
            own(), having(Visibility.PUBLIC), having(Visibility.SHARED), having(Visibility.PRIVATE))
        : List.of(own(), having(Visibility.PUBLIC), shared(query.memberStatuses()));
  }

  private List<String> sets(VisibilityFilter filter) {
    return switch (filter) {
      case VisibilityFilter.All() ->
          query.admin()
              ? Stream.of(Visibility.values()).map(Scope::having).toList()
              : List.of(
                  own(),
                  having(Visibility.PUBLIC),
                  having(Visibility.COMMUNITY),
                  shared(query.memberStatuses()));
      case VisibilityFilter.Only(Visibility visibility) -> only(visibility);
    };
  }

  private List<String> only(Visibility visibility) {
    return switch (visibility) {
      case PUBLIC, COMMUNITY -> List.of(having(visibility));
      case PRIVATE -> List.of(query.admin() ? having(visibility) : mine(visibility));
      case SHARED ->
          query.admin()
              ? List.of(having(visibility))
              : List.of(mine(visibility), shared(query.memberStatuses()));
    };
  }

  private String mine(Visibility visibility) {
    return own() + " and " + having(visibility);
  }

  /** An array, which an index can look up; a join would read the catalogue to find them. */
  private String shared(Set<MemberStatus> said) {
    return """
    %s and id = any (array(
      select image_id from image_members where member_id = %s and status in (%s)))\
    """
        .formatted(
            having(Visibility.SHARED),
            parameters.text(query.projectId()),
            said.stream().map(status -> parameters.text(status.wireName())).collect(joining(", ")));
  }

  private String own() {
    return "owner = " + parameters.text(query.projectId());
  }

  /** A literal, so that the server plans with what it knows of this visibility. */
  private static String having(Visibility visibility) {
    return "visibility = '%s'".formatted(visibility.wireName());
  }
}
