package io.vitrine.store.release;

import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.Stores;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Leaves nothing at a key: no object and no unfinished upload. Idempotent. */
@ApplicationScoped
public class ReleaseBlob {
  private static final Logger LOG = Logger.getLogger(ReleaseBlob.class);

  private final Stores stores;

  public ReleaseBlob(Stores stores) {
    this.stores = stores;
  }

  /**
   * Removes what is at the key.
   *
   * @throws UnknownStoreException if the store is not configured here; it may be a moment later
   */
  public void release(String store, ObjectKey key, String cause) {
    stores.named(store).orElseThrow(() -> new UnknownStoreException(store)).release(key);
    LOG.infof("Released %s in store %s: %s", key, store, cause);
  }

  /** A release names a store that is not configured. */
  public static final class UnknownStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownStoreException(String store) {
      super("there is no store " + store);
    }
  }
}
