package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectStat;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.PartedUpload;
import io.vitrine.objectstore.PartedUpload.Progress;
import io.vitrine.objectstore.Stores;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.upload.Grant;
import io.vitrine.store.upload.UploadProblem;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** An upload that was granted, and the store that has what is there of it. */
record OpenUpload(ResumableGrant granted, ObjectStore store) {
  private static final Logger LOG = Logger.getLogger(OpenUpload.class);

  static OpenUpload of(Stores stores, ResumableGrant granted) {
    String name = granted.grant().store();
    return new OpenUpload(
        granted,
        stores.named(name).orElseThrow(() -> new ResumableProblem.StoreAway(name).asException()));
  }

  Grant grant() {
    return granted.grant();
  }

  UUID id() {
    return granted.grant().uploadId();
  }

  long length() {
    return granted.length();
  }

  PartedUpload parted() {
    return new PartedUpload(store, grant().key(), length());
  }

  /** Makes room for its first part. */
  void begin() {
    try {
      parted().begin();
    } catch (ObjectStoreException e) {
      throw problem(e);
    }
  }

  /** For one that may have begun; whoever was to begin it may have died before. */
  void beginAgain() {
    try {
      Optional<Progress> there = parted().progress();
      long offset = there.map(Progress::offset).orElse(0L);
      if (offset > 0) {
        throw new ResumableProblem.UnderWay(grant().imageId(), id(), offset, length())
            .asException();
      }
      if (there.isEmpty()) {
        begin();
      }
    } catch (ObjectStoreException e) {
      throw problem(e);
    }
  }

  /**
   * Refuses an object that is not what was announced, now that nothing can be added to it.
   *
   * @throws ObjectStoreException if it is not to be seen
   */
  void requireWhole() {
    // Of a request to begin that was repeated another one may be left.
    store.abortUploads(grant().key());
    long size =
        store
            .stat(grant().key())
            .map(ObjectStat::size)
            .orElseThrow(() ->
                new ObjectStoreException(
                    Failure.UNAVAILABLE, grant().key() + " is complete but not there", null));
    if (size != length()) {
      throw new ResumableProblem.Incomplete(
              "The object has %d bytes, %d were announced.".formatted(size, length()))
          .asException();
    }
  }

  /** Removes what nobody needs once the object is the image's. */
  void tidyUp() {
    try {
      parted().forgetAuthors();
    } catch (ObjectStoreException e) {
      LOG.warnf(e, "Something beside upload %s stays as long as its image", id());
    }
  }

  /** Asks the store how far it is. */
  Progress progress() {
    return progress(parted());
  }

  Progress progress(PartedUpload parted) {
    try {
      return parted.progress().orElseThrow(() -> new ResumableProblem.Gone(id()).asException());
    } catch (ObjectStoreException e) {
      throw problem(e);
    }
  }

  /** What a failure of the store means to the client of an upload that is kept. */
  ProblemException problem(ObjectStoreException failure) {
    LOG.warnf(failure, "Store %s failed during upload %s", grant().store(), id());
    return switch (failure.failure()) {
      case MISSING -> new ResumableProblem.Gone(id()).asException();
      case FULL -> new UploadProblem.StoreFull().asException();
      case UNAVAILABLE, DENIED, REFUSED ->
          new ResumableProblem.StoreAway(grant().store()).asException();
    };
  }
}
