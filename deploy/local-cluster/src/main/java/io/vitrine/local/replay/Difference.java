package io.vitrine.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the facts and the API do not say the same.
 *
 * @param field {@link #EXISTS} where only one of them knows the subject at all
 */
public record Difference(
    Subject subject, String field, @Nullable JsonNode told, @Nullable JsonNode shown) {
  static final String EXISTS = "(exists)";

  static List<Difference> between(Subject subject, Optional<Fields> told, Optional<Fields> shown) {
    if (told.isEmpty() || shown.isEmpty()) {
      return told.isEmpty() && shown.isEmpty()
          ? List.of()
          : List.of(
              new Difference(
                  subject,
                  EXISTS,
                  told.map(Fields::asNode).orElse(null),
                  shown.map(Fields::asNode).orElse(null)));
    }
    var toldValues = told.get().values();
    var shownValues = shown.get().values();
    var names = new TreeSet<>(toldValues.keySet());
    names.addAll(shownValues.keySet());
    return names.stream()
        .map(name -> new Difference(subject, name, toldValues.get(name), shownValues.get(name)))
        .filter(each -> each.told() == null || !each.told().equals(each.shown()))
        .toList();
  }
}
