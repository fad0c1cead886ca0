package io.vitrine.registry.importing;

import java.util.List;
import java.util.Optional;

/**
 * What the request for an import says of its result.
 *
 * @param stores by name; empty where it names none
 * @param toAllStores to whatever stores take images, instead
 * @param allMustSucceed whether one store that fails takes the bytes out of all others again
 * @param outputFormat the format to convert to, where the request names one
 * @param expected what the digest of the source has to be, where the caller knows
 */
public record Wish(
    List<String> stores,
    boolean toAllStores,
    boolean allMustSucceed,
    Optional<String> outputFormat,
    Optional<ExpectedDigest> expected) {

  /** Nothing in particular. */
  public static final Wish PLAIN =
      new Wish(List.of(), false, true, Optional.empty(), Optional.empty());

  public Wish {
    stores = stores.stream().distinct().toList();
  }
}
