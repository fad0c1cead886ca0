package io.vitrine.store.cache;

import java.util.UUID;

/** Where this node says what it has. Does not wait; what is lost is said again. */
public interface CacheReports {

  void held(HeldImage image);

  void dropped(UUID imageId);
}
