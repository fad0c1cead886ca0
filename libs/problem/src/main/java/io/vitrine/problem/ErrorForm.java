package io.vitrine.problem;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The forms an error body can have, and which of them a client prefers. Of those it likes equally
 * the one it names most exactly is taken, then the first one here.
 */
public enum ErrorForm {
  /** RFC 9457. */
  PROBLEM,

  /** As Glance words it. */
  JSON,
  HTML,
  TEXT;

  /**
   * The media ranges that mean it, the most exact one first. The problem details are only for those
   * who name them. Who takes anything gets HTML: python-glanceclient does, and finds the message
   * there, but stumbles over a flat JSON object.
   */
  private List<String> ranges() {
    return switch (this) {
      case PROBLEM -> List.of("application/problem+json");
      case JSON -> List.of("application/json", "application/*");
      case HTML -> List.of("text/html", "text/*", "*/*");
      case TEXT -> List.of("text/plain");
    };
  }

  /** What an Accept header asks for; plain text where it says nothing that can be met. */
  public static ErrorForm wanted(@Nullable String accept) {
    Map<String, Double> weights = accept == null ? Map.of() : weights(accept);
    return Stream.of(values())
        .filter(form -> form.weight(weights) > 0)
        .min(
            Comparator.comparingDouble((ErrorForm form) -> -form.weight(weights))
                .thenComparingInt(form -> form.vagueness(weights)))
        .orElse(TEXT);
  }

  private double weight(Map<String, Double> weights) {
    return ranges().stream()
        .map(range -> Optional.ofNullable(weights.get(range)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(0.0);
  }

  private int vagueness(Map<String, Double> weights) {
    return (int) ranges().stream().takeWhile(range -> !weights.containsKey(range)).count();
  }

  /** The media ranges of an Accept header with their weights; what cannot be read is left out. */
  private static Map<String, Double> weights(String accept) {
    Map<String, Double> weights = new HashMap<>();
    for (String element : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = element.split(";", -1);
      double weight = 1;
      for (int i = 1; i < parts.length; i++) {
        String parameter = parts[i].strip();
        if (parameter.startsWith("q=")) {
          weight = weight(parameter.substring(2));
        }
      }
      weights.merge(parts[0].strip(), weight, Math::max);
    }
    return weights;
  }

  private static double weight(String text) {
    return text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(text) : 0;
  }
}
