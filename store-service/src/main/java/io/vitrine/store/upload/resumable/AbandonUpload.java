package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.Stores;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.Grant;
import io.vitrine.store.upload.ImageNews;
import io.vitrine.store.upload.ImageNews.Expectation;
import io.vitrine.store.upload.SettleUpload;
import jakarta.enterprise.context.ApplicationScoped;
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
      try {
        stores.named(grant.store()).ifPresent(store -> store.release(grant.key()));
      } catch (ObjectStoreException e) {
        // The registry has it released again once it knows.
        LOG.warnf(e, "Something of upload %s may be left", grant.uploadId());
      }
      settle.failed(who, grant, cause, expected);
    }
    return cause;
  }
}
