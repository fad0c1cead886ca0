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
    Optional<End> end = settle.failed(who, grant, cause, expected);
    if (end.isPresent() && end.get() instanceof End.Adopted) {
      return new ResumableProblem.Complete().asException();
    }
    if (end.isPresent()) {
      release(grant);
    }
    return cause;
  }

  /**
   * Ends it because the client wants no more of it.
   *
   * @throws ProblemException if the image has the bytes already
   */
  void end(Requester who, Grant grant) {
    ProblemException ended = abandon(who, grant, new ResumableProblem.Ended().asException());
    if (ended.problem() instanceof ResumableProblem.Complete) {
      throw ended;
    }
  }

  /** The registry has it released as well: this is only sooner. */
  private void release(Grant grant) {
    try {
      stores.named(grant.store()).ifPresent(store -> store.release(grant.key()));
    } catch (ObjectStoreException e) {
      LOG.warnf(e, "Something of upload %s may be left", grant.uploadId());
    }
  }
}
