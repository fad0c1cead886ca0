package io.vitrine.store.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.problem.HttpStatus;
import io.vitrine.problem.ProblemKind;
import java.util.Arrays;
import java.util.Optional;

/** A problem as the registry wrote it, read back. */
final class ProblemText {
  private static final String ENDING = "<br /><br />";

  private ProblemText() {}

  /** The kind that is written with this status; empty for what is the registry's own fault. */
  static Optional<ProblemKind> kind(int status) {
    return Arrays.stream(ProblemKind.values())
        .filter(kind -> kind.fault() != ProblemKind.Fault.US)
        .filter(kind -> HttpStatus.of(kind).code() == status)
        .findFirst();
  }

  static String message(JsonNode document) {
    String text = document.path("message").asText().strip();
    if (text.endsWith(ENDING)) {
      text = text.substring(0, text.length() - ENDING.length());
    }
    return text.replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .strip();
  }
}
