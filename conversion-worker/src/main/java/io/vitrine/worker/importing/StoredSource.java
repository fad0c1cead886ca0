package io.vitrine.worker.importing;

import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stored object, read by ranges. Whoever reads ahead on several threads has as many requests
 * under way; the store tries each again where that can help.
 *
 * @param moved runs whenever bytes arrive
 */
record StoredSource(ObjectStore store, ObjectKey key, long size, Runnable moved)
    implements RandomAccessSource {
  private static final int STEP = 256 << 10;

  static StoredSource open(ObjectStore store, ObjectKey key, Runnable moved) {
    try {
      long size =
          store
              .stat(key)
              .orElseThrow(() ->
                  new ObjectStoreException(Failure.MISSING, "there is no object " + key, null))
              .size();
      return new StoredSource(store, key, size, moved);
    } catch (ObjectStoreException e) {
      throw e.in(store.name());
    }
  }

  @Override
  public void readFully(long offset, byte[] target, int from, int length) throws IOException {
    try (InputStream bytes = store.read(key, offset, length)) {
      for (int done = 0; done < length; ) {
        int now = bytes.read(target, from + done, Math.min(STEP, length - done));
        if (now < 0) {
          throw new EOFException("reading %s ended at %d".formatted(key, offset + done));
        }
        done += now;
        moved.run();
      }
    } catch (ObjectStoreException e) {
      throw e.in(store.name());
    }
  }
}
