package io.vitrine.registry.importing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of an import go, and as what.
 *
 * @param stores at least one, each once; the first gets them first
 * @param allMustSucceed whether one store that fails takes the bytes out of all others again
 * @param outputFormat the format to convert to, one of {@link ImportRules#OUTPUT_FORMATS}; null
 *     keeps what is there
 */
public record Destination(
    List<String> stores, boolean allMustSucceed, @Nullable String outputFormat) {

  public Destination {
    stores = stores.stream().distinct().toList();
    if (stores.isEmpty()) {
      throw new IllegalArgumentException("an import goes nowhere");
    }
  }

  public String first() {
    return stores.getFirst();
  }

  /** Which may have what leads to the result: the first, and where it is dispensable any other. */
  List<String> forStages() {
    return allMustSucceed ? List.of(first()) : stores;
  }
}
