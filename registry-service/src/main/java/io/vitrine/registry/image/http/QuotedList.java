package io.vitrine.registry.image.http;

import io.vitrine.registry.image.ImageProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of an {@code in:} filter: separated by commas, and in double quotes where a value has
 * a comma itself; within the quotes a backslash stands before a quote or a backslash.
 */
final class QuotedList {
  private final String text;
  private int at;

  private QuotedList(String text) {
    this.text = text;
  }

  static List<String> parse(String text) {
    return new QuotedList(text).values();
  }

  private List<String> values() {
    List<String> values = new ArrayList<>();
    while (at < text.length()) {
      values.add(text.charAt(at) == '"' ? quoted() : plain());
    }
    return values;
  }

  private String plain() {
    int comma = text.indexOf(',', at);
    String value = text.substring(at, comma < 0 ? text.length() : comma);
    if (value.indexOf('"') >= 0) {
      throw invalid("There is no comma before opening quotation mark.");
    }
    at += value.length() + 1;
    return value;
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char next = text.charAt(at);
      if (next == '"') {
        return closed(value.toString());
      }
      if (next == '\\' && isEscapable(at + 1)) {
        at++;
      }
      value.append(text.charAt(at));
    }
    throw invalid("The quote is not closed.");
  }

  private boolean isEscapable(int index) {
    return index < text.length() && (text.charAt(index) == '"' || text.charAt(index) == '\\');
  }

  private String closed(String value) {
    at++;
    if (at < text.length() && text.charAt(at) != ',') {
      throw invalid("There is no comma after closing quotation mark.");
    }
    at++;
    return value;
  }

  private RuntimeException invalid(String why) {
    return new ImageProblem.Invalid("Invalid filter value %s. %s".formatted(text, why))
        .asException();
  }
}
