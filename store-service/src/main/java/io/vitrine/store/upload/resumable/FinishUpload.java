package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.BlobEvents;
import io.vitrine.store.upload.Grant;
import io.vitrine.store.upload.Heartbeat;
import io.vitrine.store.upload.ImageNews;
import io.vitrine.store.upload.ImageNews.Expectation;
import io.vitrine.store.upload.SettleUpload;
import io.vitrine.store.upload.StoredBlob;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes an image of bytes that are all there. It may take as long as reading them once, and goes on
 * when the client who waits for it is gone. Nothing is announced but what was seen in the object as
 * it lies there.
 */
@ApplicationScoped
public class FinishUpload {
  private static final Logger LOG = Logger.getLogger(FinishUpload.class);

  private final BlobEvents events;
  private final ImageNews news;
  private final SettleUpload settle;
  private final AbandonUpload abandon;
  private final ReadBack readBack;
  private final Map<UUID, CompletableFuture<@Nullable Void>> running = new ConcurrentHashMap<>();

  public FinishUpload(
      BlobEvents events,
      ImageNews news,
      SettleUpload settle,
      AbandonUpload abandon,
      ReadBack readBack) {
    this.events = events;
    this.news = news;
    this.settle = settle;
    this.abandon = abandon;
    this.readBack = readBack;
  }

  /** Makes the object complete and visible; throws if it cannot be. */
  @FunctionalInterface
  public interface Completion {
    void run();
  }

  /**
   * What is to be finished.
   *
   * @param witness has seen as many bytes as there are; null if nobody here has
   */
  record Job(
      Requester who, OpenUpload upload, Completion completion, @Nullable Eyewitness witness) {}

  /** The finishing of this upload that goes on in this replica. */
  Optional<CompletableFuture<@Nullable Void>> running(UUID uploadId) {
    return Optional.ofNullable(running.get(uploadId));
  }

  /** Begins, unless it has begun; fails with what the client should be told. */
  CompletableFuture<@Nullable Void> start(Job job) {
    UUID uploadId = job.upload().id();
    return running.computeIfAbsent(
        uploadId,
        id -> {
          CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
          Thread.ofVirtual().name("finish-" + id).start(() -> run(job, end));
          return end;
        });
  }

  /** Waits for the end; throws why it failed. */
  static void await(CompletableFuture<@Nullable Void> finishing) {
    try {
      finishing.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void run(Job job, CompletableFuture<@Nullable Void> end) {
    Grant grant = job.upload().grant();
    try {
      finish(job);
      running.remove(grant.uploadId());
      end.complete(null);
    } catch (RuntimeException | Error e) {
      LOG.infof("Upload %s of image %s is not finished: %s", grant.uploadId(), grant.imageId(), e);
      running.remove(grant.uploadId());
      end.completeExceptionally(e);
    }
  }

  private void finish(Job job) {
    Grant grant = job.upload().grant();
    Requester who = job.who();
    events.progressed(grant, job.upload().length(), who);
    try (Expectation expected = news.expect(grant.imageId(), grant.uploadId());
        Heartbeat _ = Heartbeat.start(events, grant, () -> job.upload().length(), who)) {
      blobOrNothing(job, expected).ifPresent(blob -> settle.stored(who, grant, blob, expected));
      // Not before: another replica that finishes it as well needs the marks to know what it knows.
      job.upload().tidyUp();
    }
  }

  private Optional<StoredBlob> blobOrNothing(Job job, Expectation expected) {
    Grant grant = job.upload().grant();
    try {
      return blob(job, expected);
    } catch (ProblemException refused) {
      throw abandon.abandon(job.who(), grant, refused, expected);
    } catch (ObjectStoreException e) {
      throw job.upload().problem(e);
    }
  }

  private Optional<StoredBlob> blob(Job job, Expectation expected) {
    OpenUpload upload = job.upload();
    Eyewitness witness = job.witness();
    // Before the object is visible: what is refused never is.
    StoredBlob seen = witness == null ? null : witness.witness().testify();
    job.completion().run();
    upload.requireWhole();
    boolean known = witness != null && upload.parted().isOnlyBy(witness.author());
    return seen != null && known ? Optional.of(seen) : readBack.of(upload, expected);
  }
}
