package io.vitrine.store.scrub;

import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.StoredObject;
import io.vitrine.objectstore.UnfinishedUpload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds what lies in a store and is nobody's. The registry knows a key before the first byte comes,
 * so what it does not know is nobody's however old it is; the age is a second belt.
 */
final class OrphanHunt {
  /** Below it lies nothing but Vitrine's own; a bucket may have other inhabitants. */
  private static final String KEYS = "blobs/";

  private static final int BATCH = 500;

  private final ObjectStore store;
  private final KnownBlobs known;
  private final String requestId;
  private final Tally tally;
  private final Instant limit;
  private final boolean delete;

  /**
   * Prepares.
   *
   * @param limit what came later is left alone
   */
  OrphanHunt(
      ObjectStore store,
      KnownBlobs known,
      String requestId,
      Tally tally,
      Instant limit,
      boolean delete) {
    this.store = store;
    this.known = known;
    this.requestId = requestId;
    this.tally = tally;
    this.limit = limit;
    this.delete = delete;
  }

  void run() {
    hunt(store.objects(KEYS), StoredObject::knownAs, StoredObject::modified, this::onOrphan);
    hunt(
        store.unfinishedUploads(KEYS),
        UnfinishedUpload::key,
        UnfinishedUpload::begun,
        this::onOrphan);
  }

  private <T> void hunt(
      Iterator<T> all,
      Function<T, ObjectKey> key,
      Function<T, Instant> came,
      Consumer<T> onOrphan) {
    List<T> batch = new ArrayList<>();
    while (all.hasNext()) {
      T next = all.next();
      boolean young = came.apply(next).isAfter(limit);
      tally.listed(young);
      if (!young) {
        batch.add(next);
      }
      if (batch.size() == BATCH || (!all.hasNext() && !batch.isEmpty())) {
        Set<ObjectKey> unknown =
            known.unknown(requestId, store.name(), batch.stream().map(key).distinct().toList());
        batch.stream().filter(found -> unknown.contains(key.apply(found))).forEach(onOrphan);
        batch.clear();
      }
    }
  }

  private void onOrphan(StoredObject object) {
    boolean deleted = delete && isStillUnknown(object.knownAs());
    if (deleted) {
      store.delete(object.key());
    }
    tally.orphan(new Finding.Orphan(object, deleted), object.size(), deleted);
  }

  private void onOrphan(UnfinishedUpload upload) {
    boolean deleted = delete && isStillUnknown(upload.key());
    if (deleted) {
      store.abortUploads(upload.key());
    }
    tally.orphan(new Finding.OrphanUpload(upload, deleted), 0, deleted);
  }

  /** Asked once more, right before what cannot be undone. */
  private boolean isStillUnknown(ObjectKey key) {
    return known.unknown(requestId, store.name(), List.of(key)).contains(key);
  }
}
