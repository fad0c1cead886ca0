package io.vitrine.metadefs.definition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.regex.MatchResult;

/**
 * A regular expression of a client. RE2 takes time in proportion to the text; how much memory and
 * stack an expression takes is bounded before it is compiled, since RE2 writes repetitions out.
 * None ignores case: RE2/J never ends with letters that the JDK folds in another way than it does.
 */
final class BoundedPattern {
  private static final int MAX_LENGTH = 1_000;
  private static final long MAX_REPETITIONS = 10_000;
  private static final int MAX_INSTRUCTIONS = 10_000;
  private static final java.util.regex.Pattern REPETITION =
      java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");

  private static final java.util.regex.Pattern IGNORING_CASE =
      java.util.regex.Pattern.compile("\\(\\?[a-zA-Z-]*i");

  private final Pattern pattern;

  private BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  static Optional<BoundedPattern> of(String text) {
    if (text.length() > MAX_LENGTH
        || repetitions(text) > MAX_REPETITIONS
        || IGNORING_CASE.matcher(text).find()) {
      return Optional.empty();
    }
    try {
      Pattern pattern = Pattern.compile(text);
      return pattern.programSize() > MAX_INSTRUCTIONS
          ? Optional.empty()
          : Optional.of(new BoundedPattern(pattern));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }

  /** As in JSON Schema, an expression without anchors may match anywhere. */
  boolean isFoundIn(String text) {
    return pattern.matcher(text).find();
  }

  /** What is written out at most: as if each repetition were inside all others. */
  private static long repetitions(String text) {
    return REPETITION
        .matcher(text)
        .results()
        .mapToLong(BoundedPattern::most)
        .reduce(1, (all, most) -> Math.min(all * most, MAX_REPETITIONS + 1));
  }

  private static long most(MatchResult repetition) {
    String upper = repetition.group(2);
    String bound = upper == null || upper.isEmpty() ? repetition.group(1) : upper;
    return Math.max(1, Long.parseLong(bound));
  }
}
