package io.vitrine.registry.image.postgres;

import static java.util.stream.Collectors.joining;

import io.vitrine.identity.Caller;
import io.vitrine.registry.policy.Check;
import io.vitrine.registry.policy.Check.Term;
import java.util.List;

/**
 * A rule, asked by one caller for each image of a list. As in the rule itself, what is null equals
 * nothing, so that the negation of a comparison holds for it.
 */
record CheckSql(Parameters parameters, Caller caller, boolean admin) {

  String condition(Check check) {
    return switch (check) {
      case Check.Always() -> "true";
      case Check.Never() -> "false";
      case Check.HasRole(var role) -> caller.has(role) ? "true" : "false";
      case Check.Not(Check inner) -> "not (%s)".formatted(condition(inner));
      case Check.AllOf(List<Check> checks) -> joined(checks, " and ");
      case Check.AnyOf(List<Check> checks) -> joined(checks, " or ");
      case Check.Equal(Term left, Term right) ->
          "coalesce(%s = %s, false)".formatted(value(left), value(right));
    };
  }

  private String joined(List<Check> checks, String word) {
    return checks.stream().map(this::condition).collect(joining(word, "(", ")"));
  }

  private String value(Term term) {
    return switch (term) {
      case Term.Literal(String text) -> parameters.text(text);
      case Term.CallerProject() -> parameters.text(caller.projectId());
      case Term.CallerUser() -> parameters.text(caller.userId());
      case Term.Owner() -> "owner";
      case Term.Visibility() -> "visibility";
      case Term.Member() -> admin ? "cast(null as text)" : member();
    };
  }

  /** The caller's project, where the image is shared with it. */
  private String member() {
    String project = parameters.text(caller.projectId());
    return """
    case when visibility = 'shared' and owner <> %1$s and id = any (array(
      select image_id from image_members where member_id = %1$s)) then %1$s end\
    """
        .formatted(project);
  }
}
