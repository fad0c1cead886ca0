package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.Stores;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.Grant;
import io.vitrine.store.upload.ImageNews;
import io.vitrine.store.upload.ImageNews.End;
import io.vitrine.store.upload.ImageNews.Expectation;
import io.vitrine.store.upload.SettleUpload;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Ends an upload for good: nothing of it stays, and the image is queued again. */
@ApplicationScoped
public class AbandonUpload {
  private static final Logger LOG = Logger.getLogger(AbandonUpload.class);

  private final ImageNews news;
  private final SettleUpload settle;
  private final Stores stores;

  public AbandonUpload(ImageNews news, SettleUpload settle, Stores stores) {
    this.news = news;
    this.stores = stores;
    this.settle = settle;
  }

  /** Returns the cause, for the caller to throw. */
  ProblemException abandon(Requester who, Grant grant, ProblemException cause) {
    try (Expectation expected = news.expect(grant.imageId(), grant.uploadId())) {
      return abandon(who, grant, cause, expected);
    }
  }

  /**
   * The same for one who listens already.
   *
   * @return {@link ResumableProblem.Complete} if the image has the bytes already: the word of that
   *     may have been on its way, which is why nothing is removed before the registry has spoken
   */
  ProblemException abandon(
      Requester who, Grant grant, ProblemException cause, Expectation expected) {
    return giveUp(who, grant, cause, expected)
        .filter(End.Adopted.class::isInstance)
        .<ProblemException>map(adopted -> new ResumableProblem.Complete().asException())
        .orElse(cause);
  }

  private Optional<End> giveUp(
      Requester who, Grant grant, ProblemException cause, Expectation expected) {
    Optional<End> end = settle.failed(who, grant, cause, expected);
    end.filter(known -> !(known instanceof End.Adopted)).ifPresent(over -> release(grant));
    return end;
  }

  /**
   * Ends it because the client wants no more of it.
   *
   * @throws ProblemException if the image has the bytes already, or if the registry says nothing:
   *     then the client may try again
   */
  void end(Requester who, Grant grant) {
    try (Expectation expected = news.expect(grant.imageId(), grant.uploadId())) {
      ProblemException wish = new ResumableProblem.Ended().asException();
      End end =
          giveUp(who, grant, wish, expected)
              .orElseThrow(() -> new ResumableProblem.NotEnded().asException());
      if (end instanceof End.Adopted) {
        throw new ResumableProblem.Complete().asException();
      }
    }
  }

  /** The registry has it released as well; this is sooner, or catches what was written since. */
  void release(Grant grant) {
    try {
      stores.named(grant.store()).ifPresent(store -> store.release(grant.key()));
    } catch (ObjectStoreException e) {
      LOG.warnf(e, "Something of upload %s may be left", grant.uploadId());
    }
  }
}
