package io.vitrine.local.chaos;

import io.vitrine.local.chaos.Observation.Ending;
import io.vitrine.local.chaos.Strikes.Strike;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Says of each import what is wrong with how it went. */
final class Judge {
  private static final Pattern SENTENCE = Pattern.compile("\\p{Lu}.{9,}[.!]", Pattern.DOTALL);
  private static final Pattern OUR_OWN_WORDS =
      Pattern.compile("Exception|\\bnull\\b|\\b(io|java|org|com)\\.\\w+\\.");

  private final List<Strike> strikes;

  Judge(List<Strike> strikes) {
    this.strikes = List.copyOf(strikes);
  }

  /** One complaint a line, with the image; none if all is well. */
  List<String> complaints(Observation seen) {
    List<String> complaints = new ArrayList<>();
    switch (seen.ending()) {
      case Ending.Active _ when !seen.specimen().isGood() ->
          complaints.add("is active although no such image may be");
      case Ending.Active _ -> {}
      case Ending.Stuck(String state) -> complaints.add("is stuck: " + state);
      case Ending.Failed(String cause) -> addCause(complaints, seen, cause);
    }
    if (seen.isLate()) {
      complaints.add("has not ended " + Tally.seconds(seen.overdue()) + " after it had to");
    }
    complaints.addAll(seen.errors());
    return complaints.stream().map(complaint -> seen + ": " + complaint).toList();
  }

  private void addCause(List<String> complaints, Observation seen, String cause) {
    if (!SENTENCE.matcher(cause).matches() || OUR_OWN_WORDS.matcher(cause).find()) {
      complaints.add("has failed with no sentence that its owner understands: '" + cause + "'");
    }
    boolean blamed = Arrays.stream(Specimen.values()).anyMatch(kind -> kind.isBlamedBy(cause));
    boolean hit = strikes.stream().anyMatch(strike -> strike.hit(seen));
    if (blamed ? !seen.specimen().isBlamedBy(cause) : !hit) {
      complaints.add("has failed with a cause that is not true: '" + cause + "'");
    }
  }
}
