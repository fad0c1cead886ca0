package io.vitrine.registry.policy;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression that an operator wrote, for text that clients write. */
public record OperatorPattern(Pattern pattern) {
  /**
   * Compiles it.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static OperatorPattern of(String expression) {
    try {
      return new OperatorPattern(Pattern.compile(expression));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'%s' is no regular expression: %s".formatted(expression, e.getDescription()), e);
    }
  }

  /** Whether it is somewhere in the text. What is too much for the matcher does not match. */
  public boolean isFoundIn(String text) {
    try {
      return pattern.matcher(text).find();
    } catch (StackOverflowError e) {
      return false;
    }
  }
}
