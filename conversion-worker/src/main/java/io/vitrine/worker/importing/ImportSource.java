package io.vitrine.worker.importing;

import io.vitrine.events.Blob;
import io.vitrine.remote.RemoteUrl;
import java.util.List;
import java.util.Optional;

/** Where the bytes of an import come from. */
public sealed interface ImportSource {

  /** An object that was staged before. */
  record Staged(Blob blob) implements ImportSource {}

  /**
   * The bytes of an active image, for more stores.
   *
   * @param blob its copies are other places to read from
   * @param targets where to write; nobody else writes to these keys
   * @param allMustSucceed whether one store that fails makes the others useless
   */
  record Copy(Blob blob, List<Blob.Copy> targets, boolean allMustSucceed) implements ImportSource {}

  /** Somebody's server. */
  record Remote(RemoteUrl url, Optional<ExpectedDigest> expected) implements ImportSource {}

  /**
   * What the bytes have to be.
   *
   * @param algorithm as the Image API calls it
   * @param value hex, in lower case
   */
  record ExpectedDigest(String algorithm, String value) {}
}
