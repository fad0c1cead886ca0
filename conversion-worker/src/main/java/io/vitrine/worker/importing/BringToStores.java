package io.vitrine.worker.importing;

import io.vitrine.events.Blob;
import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.Stores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings an image's bytes to stores, one after the other, and reports each. The first that has them
 * is where the others get them from. A store that is away keeps none of the others from its copy:
 * another run comes for what is left.
 */
final class BringToStores {
  private static final Logger LOG = Logger.getLogger(BringToStores.class);

  /** Makes the image's bytes where nobody has them yet. */
  @FunctionalInterface
  interface First {
    /** The bytes, in that store: at the target's key, or where they lie there already. */
    Blob landAt(Blob.Copy target) throws IOException, InterruptedException;
  }

  private final ImportJob job;
  private final First first;
  private final Stores stores;
  private final Heartbeat heartbeat;
  private final boolean verified;
  private @Nullable Blob landed;

  /**
   * @param landed the bytes where they are already; null where they are nowhere yet
   * @param verified whether each copy is read and digested before it is reported
   */
  BringToStores(
      ImportJob job,
      First first,
      @Nullable Blob landed,
      Stores stores,
      Heartbeat heartbeat,
      boolean verified) {
    this.job = job;
    this.first = first;
    this.landed = landed;
    this.stores = stores;
    this.heartbeat = heartbeat;
    this.verified = verified;
  }

  Outcome run() throws IOException, InterruptedException, ExecutionException {
    List<String> refusals = new ArrayList<>();
    @Nullable RuntimeException away = null;
    for (Blob.Copy target : job.targets()) {
      try {
        bringTo(target);
      } catch (ObjectStoreException | StoreCopy.WrongBytesException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.warnf(e, "Run %s does not bring the image to store %s", job.runId(), target.store());
        if (Hope.after(e) == Hope.LATER) {
          away = e;
        } else {
          refusals.add(
              "The image cannot be copied to store %s: %s.".formatted(target.store(), reason(e)));
        }
        if (job.allMustSucceed()) {
          break;
        }
      }
    }
    if (away != null) {
      return new Outcome.Abandoned(away);
    }
    return refusals.isEmpty()
        ? new Outcome.Done()
        : new Outcome.Refused(String.join(" ", refusals));
  }

  private void bringTo(Blob.Copy target)
      throws IOException, InterruptedException, ExecutionException {
    Blob from = landed;
    if (from == null) {
      Blob made = first.landAt(target);
      heartbeat.tell(job.completed(made));
      landed = made;
    } else {
      heartbeat.enter(Phase.COPY);
      copyFromAnywhere(from, stores.require(target.store()), new ObjectKey(target.key()));
      heartbeat.tell(job.copied(target, from.osHashValue()));
      landed = from.and(target);
    }
  }

  /**
   * From the first place that has the bytes and hands them out. Where none does, what leaves most
   * hope is what happened: that one place has lost them says nothing of one that is away.
   */
  private void copyFromAnywhere(Blob blob, ObjectStore target, ObjectKey key) {
    RuntimeException failure =
        new ObjectStoreException(Failure.MISSING, "the image is in no store", null);
    for (Blob.Copy from : placesOf(blob)) {
      try {
        new StoreCopy(target, key, verified, heartbeat)
            .of(blob, stores.require(from.store()), new ObjectKey(from.key()));
        return;
      } catch (ObjectStoreException | StoreCopy.WrongBytesException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.warnf(e, "Store %s does not serve for a copy of %s", from.store(), from.key());
        failure = Hope.after(e).compareTo(Hope.after(failure)) < 0 ? failure : e;
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

  private static List<Blob.Copy> placesOf(Blob blob) {
    return Stream.concat(Stream.of(new Blob.Copy(blob.store(), blob.key())), blob.copies().stream())
        .toList();
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
