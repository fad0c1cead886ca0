package io.vitrine.registry.importing;

import io.vitrine.registry.image.StoredData;
import io.vitrine.remote.RemoteUrl;
import java.util.List;
import java.util.Optional;

/** Where the bytes of an import come from, and where they go. */
public sealed interface ImportSource {

  /** The stores that they go to, at least one. */
  List<String> stores();

  /** Bytes that were staged before. */
  record StagedBytes(StoredData data) implements ImportSource {
    @Override
    public List<String> stores() {
      return List.of(data.first().store());
    }
  }

  /**
   * Bytes that a worker fetches.
   *
   * @param expected what their digest has to be, where the caller knows
   */
  record RemoteLocation(RemoteUrl url, Optional<ExpectedDigest> expected, String store)
      implements ImportSource {
    @Override
    public List<String> stores() {
      return List.of(store);
    }
  }

  /**
   * The bytes of an active image, which has them in other stores; it goes on as it is meanwhile.
   *
   * @param allMustSucceed whether one failure takes all other copies back
   */
  record ActiveBytes(List<String> stores, boolean allMustSucceed) implements ImportSource {
    public ActiveBytes {
      stores = List.copyOf(stores);
    }
  }
}
