package io.vitrine.registry.importing;

import io.vitrine.registry.image.StoredData;
import io.vitrine.remote.RemoteUrl;
import java.util.Optional;

/** Where the bytes of an import come from. */
public sealed interface ImportSource {

  /** The store that the import goes to. */
  String store();

  /** Bytes that were staged before. */
  record StagedBytes(StoredData data) implements ImportSource {
    @Override
    public String store() {
      return data.first().store();
    }
  }

  /**
   * Bytes that a worker fetches.
   *
   * @param expected what their digest has to be, where the caller knows
   */
  record RemoteLocation(RemoteUrl url, Optional<ExpectedDigest> expected, String store)
      implements ImportSource {}
}
