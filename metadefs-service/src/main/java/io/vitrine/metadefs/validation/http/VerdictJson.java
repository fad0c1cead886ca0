package io.vitrine.metadefs.validation.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vitrine.metadefs.validation.Verdict;
import io.vitrine.metadefs.validation.Verdict.Flaw;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A verdict as clients see it. */
record VerdictJson(boolean valid, List<ProblemJson> problems, List<String> unknown) {
  static VerdictJson from(Verdict verdict) {
    return new VerdictJson(
        verdict.isValid(),
        verdict.flaws().stream().map(ProblemJson::from).toList(),
        verdict.unknown());
  }

  /**
   * What is wrong with one property.
   *
   * @param definition the object whose definition of the property it is, if it is one's
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ProblemJson(
      String property, String namespace, @Nullable String definition, String message) {
    static ProblemJson from(Flaw flaw) {
      return new ProblemJson(
          flaw.property(), flaw.namespace().text(), flaw.object().orElse(null), flaw.message());
    }
  }
}
