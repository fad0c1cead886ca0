package io.vitrine.gateway.keystone;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that an application credential may do.
 *
 * @param path a pattern: {@code *} and {@code {name}} stand for one segment, {@code **} for any
 */
public record AccessRule(String service, String method, String path) {
  private static final Pattern PART =
      Pattern.compile("(?<one>\\{[^}]*\\}|\\*(?!\\*))|(?<any>\\*\\*)|(?<text>[^{}*]+)");

  boolean allows(String askedService, String askedMethod, String askedPath) {
    return service.equals(askedService)
        && method.equals(askedMethod)
        && Pattern.matches(expression(), askedPath);
  }

  private String expression() {
    StringBuilder expression = new StringBuilder();
    Matcher part = PART.matcher(path);
    int end = 0;
    while (part.find() && part.start() == end) {
      end = part.end();
      if (part.group("one") != null) {
        expression.append("[^/]+");
      } else if (part.group("any") != null) {
        expression.append(".*");
      } else {
        expression.append(Pattern.quote(part.group("text")));
      }
    }
    // A pattern that cannot be read allows nothing.
    return end == path.length() ? expression.toString() : "(?!)";
  }
}
