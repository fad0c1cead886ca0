package io.vitrine.worker.importing;

import io.vitrine.events.Blob;
import io.vitrine.objectstore.Digests;
import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Copies an image to more stores, one after the other, and reports each. A store that is away keeps
 * none of the others from its copy: another run comes for what is left.
 */
final class CopyImage {
  private static final Logger LOG = Logger.getLogger(CopyImage.class);

  private final ImportJob job;
  private final ImportSource.Copy copy;
  private final Stores stores;
  private final Heartbeat heartbeat;
  private final boolean verified;
  private long done;

  /**
   * @param verified whether each copy is read and digested before it is reported
   */
  CopyImage(
      ImportJob job, ImportSource.Copy copy, Stores stores, Heartbeat heartbeat, boolean verified) {
    this.job = job;
    this.copy = copy;
    this.stores = stores;
    this.heartbeat = heartbeat;
    this.verified = verified;
  }

  /** Something has been copied, but not the image. */
  private static final class WrongBytesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongBytesException(String message) {
      super(message);
    }
  }

  Outcome run() throws InterruptedException, ExecutionException {
    heartbeat.enter(Phase.LAND);
    List<String> refusals = new ArrayList<>();
    @Nullable RuntimeException away = null;
    for (Blob.Copy target : copy.targets()) {
      try {
        copyTo(target);
      } catch (ObjectStoreException | WrongBytesException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.warnf(e, "Run %s does not copy to store %s", job.runId(), target.store());
        if (Hope.after(e) == Hope.LATER) {
          away = e;
        } else {
          refusals.add(
              "The image cannot be copied to store %s: %s.".formatted(target.store(), reason(e)));
        }
        if (copy.allMustSucceed()) {
          break;
        }
      }
    }
    if (away != null) {
      return new Outcome.Abandoned(away);
    }
    return refusals.isEmpty()
        ? new Outcome.Told()
        : new Outcome.Refused(String.join(" ", refusals));
  }

  private void copyTo(Blob.Copy target) throws InterruptedException, ExecutionException {
    ObjectKey key = new ObjectKey(target.key());
    copyFromAnywhere(store(target.store()), key);
    heartbeat.tell(job.copied(target, copy.blob().osHashValue())).toCompletableFuture().get();
  }

  /**
   * From the first place that has the bytes and hands them out. Where none does, what leaves most
   * hope is what happened: that one place has lost them says nothing of one that is away.
   */
  private void copyFromAnywhere(ObjectStore target, ObjectKey key) {
    RuntimeException failure =
        new ObjectStoreException(Failure.MISSING, "the image is in no store", null);
    long before = done;
    for (Blob.Copy from : sources()) {
      try {
        copy(store(from.store()), new ObjectKey(from.key()), target, key);
        return;
      } catch (ObjectStoreException | WrongBytesException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.warnf(e, "Store %s does not serve for a copy of %s", from.store(), from.key());
        failure = Hope.after(e).compareTo(Hope.after(failure)) < 0 ? failure : e;
        done = before;
      }
    }
    throw failure;
  }

  /** What may become of a copy that has failed; the more the later. */
  private enum Hope {
    LOST,
    NONE,
    WITH_ANOTHER_KEY,
    LATER;

    static Hope after(RuntimeException failure) {
      return failure instanceof ObjectStoreException store
          ? switch (store.failure()) {
            case MISSING -> LOST;
            case FULL, REFUSED -> NONE;
            case DENIED -> WITH_ANOTHER_KEY;
            case UNAVAILABLE -> LATER;
          }
          : NONE;
    }
  }

  private void copy(ObjectStore source, ObjectKey from, ObjectStore target, ObjectKey to) {
    long copied = target.copyFrom(source, from, to, this::moved);
    boolean good = false;
    try {
      requireSame("bytes", copy.blob().size(), copied);
      if (verified) {
        requireSame("SHA-512", copy.blob().osHashValue(), digest(target, to));
      }
      good = true;
    } finally {
      if (!good) {
        Landing.leaveNothing(target, to);
      }
    }
  }

  private String digest(ObjectStore target, ObjectKey to) {
    return Digests.of(target, to, copy.blob().size(), read -> heartbeat.moved()).sha512();
  }

  private static <T> void requireSame(String what, T expected, T found) {
    if (!found.equals(expected)) {
      throw new WrongBytesException(
          "the copy is not the image, its %s: %s instead of %s".formatted(what, found, expected));
    }
  }

  private void moved(long bytes) {
    done += bytes;
    heartbeat.advanced(done, Math.multiplyExact(copy.blob().size(), copy.targets().size()));
  }

  private List<Blob.Copy> sources() {
    Blob blob = copy.blob();
    return Stream.concat(Stream.of(new Blob.Copy(blob.store(), blob.key())), blob.copies().stream())
        .toList();
  }

  /** One that is not known here may have been added a moment ago. */
  private ObjectStore store(String name) {
    return stores
        .named(name)
        .orElseThrow(() ->
            new ObjectStoreException(
                Failure.UNAVAILABLE, "no store is named " + name + " in this worker", null));
  }

  private static String reason(RuntimeException failure) {
    return failure instanceof ObjectStoreException store
        ? reason(store.failure())
        : String.valueOf(failure.getMessage());
  }

  private static String reason(Failure failure) {
    return switch (failure) {
      case MISSING -> "its bytes are lost";
      case DENIED -> "the store denies access";
      case FULL -> "the store is full";
      case REFUSED, UNAVAILABLE -> "the store refuses it";
    };
  }
}
