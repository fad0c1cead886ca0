package io.vitrine.store.scrub;

import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Digests;
import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectStat;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds images whose object in a store is missing or is not what it was. */
final class ImageCheck {
  private static final int PAGE = 200;
  private static final Set<String> SHA_512 = Set.of(DigestValues.SECOND_ALGORITHM);

  private final ObjectStore store;
  private final KnownBlobs known;
  private final String requestId;
  private final Tally tally;
  private final boolean deep;

  ImageCheck(ObjectStore store, KnownBlobs known, String requestId, Tally tally, boolean deep) {
    this.store = store;
    this.known = known;
    this.requestId = requestId;
    this.tally = tally;
    this.deep = deep;
  }

  void run() {
    Optional<KnownBlob> last = Optional.empty();
    List<KnownBlob> page;
    do {
      page = known.in(requestId, store.name(), last, PAGE);
      page.forEach(this::check);
      last = page.isEmpty() ? last : Optional.of(page.getLast());
    } while (page.size() == PAGE);
  }

  private void check(KnownBlob blob) {
    tally.looked();
    fault(blob).filter(fault -> !isGone(blob)).ifPresent(tally::broken);
  }

  private Optional<Finding> fault(KnownBlob blob) {
    Optional<ObjectStat> stat = store.stat(blob.key());
    if (stat.isEmpty()) {
      return Optional.of(new Finding.Missing(blob.imageId(), blob.key()));
    }
    long size = stat.get().size();
    if (size != blob.size()) {
      return Optional.of(new Finding.WrongSize(blob.imageId(), blob.key(), blob.size(), size));
    }
    return deep ? otherBytes(blob) : Optional.empty();
  }

  /** The image may have been deleted since its page was read: then nothing is wrong. */
  private boolean isGone(KnownBlob blob) {
    return known.unknown(requestId, store.name(), List.of(blob.key())).contains(blob.key());
  }

  private Optional<Finding> otherBytes(KnownBlob blob) {
    try {
      String found = Digests.of(store, blob.key(), blob.size(), SHA_512, tally::read).sha512();
      return found.equals(blob.hash())
          ? Optional.empty()
          : Optional.of(new Finding.WrongHash(blob.imageId(), blob.key(), blob.hash(), found));
    } catch (ObjectStoreException e) {
      if (e.failure() == Failure.MISSING) {
        return Optional.of(new Finding.Missing(blob.imageId(), blob.key()));
      }
      throw e;
    }
  }
}
