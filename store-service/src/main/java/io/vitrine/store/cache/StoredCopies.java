package io.vitrine.store.cache;

import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.Stores;
import io.vitrine.store.cache.QueuedImage.Copy;
import java.io.InputStream;
import java.util.List;

/** The first copy that can be opened. */
record StoredCopies(Stores stores, List<Copy> copies) implements Home {

  @Override
  public InputStream open(long offset, long length) {
    ObjectStoreException last =
        new ObjectStoreException(Failure.MISSING, "no store of " + copies + " is known here", null);
    for (Copy copy : copies) {
      var store = stores.named(copy.store());
      if (store.isPresent()) {
        try {
          return store.get().read(copy.key(), offset, length);
        } catch (ObjectStoreException e) {
          last = e;
        }
      }
    }
    throw last;
  }
}
