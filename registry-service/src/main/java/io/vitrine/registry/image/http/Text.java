package io.vitrine.registry.image.http;

import java.nio.charset.StandardCharsets;

/** Text of clients on its way into the database. */
public final class Text {
  private Text() {}

  /** Whether it can be stored as it is, and has no more characters than that. */
  public static boolean fits(String text, int maxLength) {
    return text.codePointCount(0, text.length()) <= maxLength && isStorable(text);
  }

  /** Whether the database has it as it is: no NUL, and no half of a character. */
  public static boolean isStorable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
