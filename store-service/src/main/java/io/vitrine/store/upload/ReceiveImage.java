package io.vitrine.store.upload;

import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.objectstore.Stores;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.ImageNews.End;
import io.vitrine.store.upload.ImageNews.Expectation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Takes an image's bytes. It returns when the registry has adopted them, so that the client reads
 * its own write; if it throws, nothing is left in the store, or the registry removes it.
 */
@ApplicationScoped
public class ReceiveImage {
  private static final Logger LOG = Logger.getLogger(ReceiveImage.class);

  private final UploadGrants grants;
  private final BlobEvents events;
  private final ImageNews news;
  private final Stores stores;
  private final SettleUpload settle;
  private final Patience patience;

  public ReceiveImage(
      UploadGrants grants,
      BlobEvents events,
      ImageNews news,
      Stores stores,
      SettleUpload settle,
      Patience patience) {
    this.grants = grants;
    this.events = events;
    this.news = news;
    this.stores = stores;
    this.settle = settle;
    this.patience = patience;
  }

  /**
   * How long the registry may take to act on a fact.
   *
   * @param adoption of a stored object
   * @param requeue of an upload that failed
   */
  public record Patience(Duration adoption, Duration requeue) {}

  public void receive(
      Requester who, String imageId, Purpose purpose, Announcement announced, UploadBody body) {
    Grant grant = grants.grant(who, imageId, purpose, announced);
    try (Expectation expected = news.expect(grant.imageId(), grant.uploadId())) {
      StoredBlob blob = storeOrGiveUp(who, grant, announced, body, expected);
      settle.stored(who, grant, blob, expected);
    }
  }

  private StoredBlob storeOrGiveUp(
      Requester who, Grant grant, Announcement announced, UploadBody body, Expectation expected) {
    try {
      return store(who, grant, announced, body, expected);
    } catch (ObjectStoreException e) {
      settle.failed(who, grant, e, expected);
      throw problem(grant, e);
    } catch (RuntimeException | Error e) {
      settle.failed(who, grant, e, expected);
      throw e;
    }
  }

  private StoredBlob store(
      Requester who, Grant grant, Announcement announced, UploadBody body, Expectation expected) {
    ObjectStore store =
        stores
            .named(grant.store())
            .orElseThrow(() -> new UploadProblem.StoreUnavailable(grant.store()).asException());
    Witness witness = new Witness(grant);
    SizeCheck size =
        new SizeCheck(announced.size(), grant.maxSize(), () -> extend(who, grant, expected));
    try (ObjectUpload upload = store.begin(grant.key());
        Heartbeat _ = Heartbeat.start(events, grant, size::received, who)) {
      Chunks chunks = new Chunks();
      boolean more = true;
      while (more) {
        byte[] chunk = chunks.take();
        int length = body.read(chunk);
        more = length == chunk.length;
        expected
            .end()
            .ifPresent(end -> {
              throw SettleUpload.ended(end);
            });
        size.add(length);
        witness.inspect(chunk, length);
        upload.write(chunk, 0, length);
        witness.digest(chunk, length, chunks);
      }
      size.finish();
      StoredBlob blob = witness.testify();
      upload.complete();
      return blob;
    }
  }

  /**
   * More room. The registry may know already that the upload has ended, and its word be under way:
   * that word says why, and the refusal does not.
   */
  private long extend(Requester who, Grant grant, Expectation expected) {
    try {
      return grants.extend(grant, who.requestId());
    } catch (ProblemException e) {
      if (e.problem().kind() != ProblemKind.CONFLICT) {
        throw e;
      }
      throw SettleUpload.ended(
          expected
              .await(patience.requeue())
              .orElseGet(() -> new End.GivenUp("the image is not held by it any more")));
    }
  }

  private static ProblemException problem(Grant grant, ObjectStoreException lost) {
    LOG.errorf(lost, "Store %s failed during an upload", grant.store());
    return lost.failure() == Failure.FULL
        ? new UploadProblem.StoreFull().asException()
        : new UploadProblem.StoreUnavailable(grant.store()).asException();
  }
}
