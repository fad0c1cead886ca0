package io.vitrine.store.upload;

import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.ImageNews.End;
import io.vitrine.store.upload.ImageNews.Expectation;
import io.vitrine.store.upload.ReceiveImage.Patience;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells the registry how an upload ended, and waits for its word. */
@ApplicationScoped
public class SettleUpload {
  private static final Logger LOG = Logger.getLogger(SettleUpload.class);

  private final UploadGrants grants;
  private final BlobEvents events;
  private final Patience patience;

  public SettleUpload(UploadGrants grants, BlobEvents events, Patience patience) {
    this.grants = grants;
    this.events = events;
    this.patience = patience;
  }

  /** Returns when the registry has adopted the object; throws a problem if it has not. */
  public void stored(Requester who, Grant grant, StoredBlob blob, Expectation expected) {
    try {
      events.stored(grant, blob, who);
    } catch (BlobEvents.UnconfirmedException e) {
      // The fact may still arrive, so the object must stay; if it does not arrive, the lease runs
      // out and the registry releases the object.
      LOG.errorf(e, "Upload %s of image %s is not announced", grant.uploadId(), grant.imageId());
      throw new UploadProblem.Unconfirmed().asException();
    }
    Optional<End> end = expected.await(patience.adoption());
    if (end.isEmpty() && !isAdopted(who, grant)) {
      throw new UploadProblem.Unconfirmed().asException();
    }
    end.filter(known -> !(known instanceof End.Adopted))
        .ifPresent(known -> {
          throw ended(known);
        });
  }

  /** The word may have been missed, as when this replica had just lost its broker. */
  private boolean isAdopted(Requester who, Grant grant) {
    try {
      return grants.hasAdopted(grant, who.requestId());
    } catch (ProblemException e) {
      LOG.warnf("Image %s is not confirmed: %s", grant.imageId(), e.getMessage());
      return false;
    }
  }

  /** Why nothing more is to be done for an upload. */
  public static ProblemException ended(End end) {
    return switch (end) {
      case End.ImageDeleted _ -> new UploadProblem.ImageGone().asException();
      case End.GivenUp(String reason) -> new UploadProblem.LeaseLost(reason).asException();
      case End.Adopted _ ->
          throw new IllegalStateException("the registry adopted an object that is not complete");
    };
  }

  /**
   * The client may upload again at once after the answer, so the image is queued before it. Returns
   * the registry's word; empty if none has come.
   */
  public Optional<End> failed(Requester who, Grant grant, Throwable cause, Expectation expected) {
    String reason = reason(cause);
    LOG.infof("Upload %s of image %s failed: %s", grant.uploadId(), grant.imageId(), reason);
    try {
      events.failed(grant, reason, who);
    } catch (BlobEvents.UnconfirmedException e) {
      LOG.warnf(e, "Image %s stays locked until the lease runs out", grant.imageId());
      return Optional.empty();
    }
    Optional<End> end = expected.await(patience.requeue());
    if (end.isEmpty()) {
      LOG.warnf("Image %s is not known to be queued again", grant.imageId());
    }
    return end;
  }

  private static String reason(Throwable cause) {
    return switch (cause) {
      case ProblemException e -> e.problem().message();
      case UploadBody.CutException e -> String.valueOf(e.getMessage());
      case ObjectStoreException e -> "the store failed: " + e.failure();
      default -> "the store-service failed";
    };
  }
}
