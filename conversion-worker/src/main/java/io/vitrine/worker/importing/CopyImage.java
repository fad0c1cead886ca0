package io.vitrine.worker.importing;

import io.vitrine.events.Blob;
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
  private long done;

  CopyImage(ImportJob job, ImportSource.Copy copy, Stores stores, Heartbeat heartbeat) {
    this.job = job;
    this.copy = copy;
    this.stores = stores;
    this.heartbeat = heartbeat;
  }

  Outcome run() throws InterruptedException, ExecutionException {
    heartbeat.enter(Phase.LAND);
    List<String> refusals = new ArrayList<>();
    @Nullable ObjectStoreException away = null;
    for (Blob.Copy target : copy.targets()) {
      try {
        copyTo(target);
      } catch (ObjectStoreException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.warnf(e, "Run %s does not copy to store %s", job.runId(), target.store());
        if (e.failure().isRetryable()) {
          away = e;
        } else {
          refusals.add(
              "The image cannot be copied to store %s: %s."
                  .formatted(target.store(), reason(e.failure())));
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

  /** From the first place that has the bytes and hands them out. */
  private void copyFromAnywhere(ObjectStore target, ObjectKey key) {
    @Nullable ObjectStoreException last = null;
    long before = done;
    for (Blob.Copy from : sources()) {
      try {
        copy(store(from.store()), new ObjectKey(from.key()), target, key);
        return;
      } catch (ObjectStoreException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.warnf(e, "Store %s does not serve for a copy of %s", from.store(), from.key());
        last = e;
        done = before;
      }
    }
    throw last == null
        ? new ObjectStoreException(Failure.MISSING, "the image is in no store", null)
        : last;
  }

  private void copy(ObjectStore source, ObjectKey from, ObjectStore target, ObjectKey to) {
    long size = copy.blob().size();
    long copied = target.copyFrom(source, from, to, this::moved);
    if (copied != size) {
      target.release(to);
      throw new ObjectStoreException(
          Failure.REFUSED, "%s has %d bytes instead of %d".formatted(from, copied, size), null);
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

  private static String reason(Failure failure) {
    return switch (failure) {
      case MISSING -> "its bytes are lost";
      case DENIED -> "the store denies access";
      case FULL -> "the store is full";
      case REFUSED, UNAVAILABLE -> "the store refuses it";
    };
  }
}
