package io.vitrine.registry.image.http;

import io.vertx.core.http.HttpServerRequest;
import io.vitrine.problem.RequestProblem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Text in a URI as the client sent it. The framework's readers cut at a semicolon, take names in
 * upper and lower case for the same and leave out what is too much for them.
 */
public final class UriText {
  /** Most parameters of a query. */
  static final int MAX_PARAMETERS = 1_000;

  private static final char UNREADABLE = '\uFFFD';

  private UriText() {}

  /** The parameters of a query in their order, the values of each in theirs. */
  public static SequencedMap<String, List<String>> query(HttpServerRequest request) {
    return query(Objects.requireNonNullElse(request.query(), ""));
  }

  static SequencedMap<String, List<String>> query(String raw) {
    SequencedMap<String, List<String>> parameters = new LinkedHashMap<>();
    String[] parts = raw.split("&", -1);
    if (parts.length > MAX_PARAMETERS) {
      throw malformed("A query has at most %d parameters.".formatted(MAX_PARAMETERS));
    }
    for (String part : parts) {
      if (!part.isEmpty()) {
        String[] pair = part.split("=", 2);
        parameters
            .computeIfAbsent(decoded(pair[0]), ignored -> new ArrayList<>())
            .add(pair.length < 2 ? "" : decoded(pair[1]));
      }
    }
    return parameters;
  }

  /** What the last segment of the path stands for. */
  public static String lastSegment(HttpServerRequest request) {
    String path = Objects.requireNonNull(request.path());
    return segment(path.substring(path.lastIndexOf('/') + 1));
  }

  static String segment(String raw) {
    return decoded(raw.replace("+", "%2B"));
  }

  private static String decoded(String raw) {
    String text;
    try {
      text = URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed("This is not percent-encoded: " + raw);
    }
    if (text.indexOf(UNREADABLE) >= 0) {
      throw malformed("This is not UTF-8: " + raw);
    }
    return text;
  }

  private static RuntimeException malformed(String message) {
    return new RequestProblem.Malformed(message).asException();
  }
}
