package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.PartedUpload;
import io.vitrine.objectstore.PartedUpload.Progress;
import io.vitrine.objectstore.Stores;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.BlobEvents;
import io.vitrine.store.upload.Purpose;
import io.vitrine.store.upload.UploadBody.CutException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes an image's bytes in as many requests as it needs, by any replica. What a request has
 * brought when it ends, or breaks off, is in the store. Whoever is killed, at most one part has to
 * be sent again.
 */
@ApplicationScoped
public class ReceiveParts {
  private static final Duration GIVING_WAY = Duration.ofSeconds(30);

  /** For an early word on whether a complete upload is good. */
  private static final Duration A_MOMENT = Duration.ofSeconds(5);

  private final ResumableGrants grants;
  private final BlobEvents events;
  private final Stores stores;
  private final BeginUpload begin;
  private final TakeDelivery take;
  private final FinishUpload finish;
  private final AbandonUpload abandon;
  private final Witnesses witnesses;
  private final Turns turns = new Turns(GIVING_WAY);

  public ReceiveParts(
      ResumableGrants grants,
      BlobEvents events,
      Stores stores,
      BeginUpload begin,
      TakeDelivery take,
      FinishUpload finish,
      AbandonUpload abandon,
      Witnesses witnesses) {
    this.grants = grants;
    this.events = events;
    this.stores = stores;
    this.begin = begin;
    this.take = take;
    this.finish = finish;
    this.abandon = abandon;
    this.witnesses = witnesses;
  }

  /**
   * Where an upload is.
   *
   * @param lease for how long it is kept without another request
   */
  public record Standing(long offset, long length, Duration lease) {

    /** Of that upload. */
    public static Standing at(long offset, ResumableGrant granted) {
      return new Standing(offset, granted.length(), granted.grant().lease());
    }
  }

  /**
   * What a request has brought to safety.
   *
   * @param finishing goes on if that was the last byte
   */
  public record Arrival(Standing standing, Optional<CompletableFuture<@Nullable Void>> finishing) {

    /** Of bytes after which nothing goes on. */
    public static Arrival at(Standing standing) {
      return new Arrival(standing, Optional.empty());
    }

    /**
     * Returns when the registry has adopted the image, if all bytes are there; it may take as long
     * as reading them once.
     *
     * @throws ProblemException if what is complete turns out not to be good
     */
    public Standing settled() {
      finishing.ifPresent(FinishUpload::await);
      return standing;
    }
  }

  /** Opens an upload; nothing of it is there yet. */
  public ResumableGrant begin(
      Requester who, String imageId, Purpose purpose, long length, Optional<String> store) {
    OpenUpload upload = begin.begin(who, imageId, purpose, length, store, any -> {});
    if (length == 0) {
      // No byte will come that could complete it.
      FinishUpload.await(finish(who, upload));
    }
    return upload.granted();
  }

  /**
   * Says how far an upload is. One that is complete, but no image yet, is finished.
   *
   * @throws ProblemException also if what is complete turns out not to be good
   */
  public Standing look(Requester who, String imageId, UUID uploadId) {
    ResumableGrant granted = grants.find(who, imageId, uploadId);
    Standing whole = Standing.at(granted.length(), granted);
    if (granted.adopted()) {
      return whole;
    }
    Optional<CompletableFuture<@Nullable Void>> finishing = finish.running(uploadId);
    if (finishing.isEmpty()) {
      try (Turns.Turn _ = turns.take(uploadId, () -> {})) {
        OpenUpload upload = OpenUpload.of(stores, granted);
        Progress at = upload.progress();
        if (at.offset() < granted.length()) {
          events.progressed(granted.grant(), at.offset(), who);
          return Standing.at(at.offset(), granted);
        }
        finishing = Optional.of(finish(who, upload));
      }
    }
    awaitAMoment(finishing.get());
    return whole;
  }

  /**
   * Takes what a request brings. Returns where the upload is then.
   *
   * @throws CutException if the client was gone before the end of its request; what came is kept
   */
  public Arrival append(
      Requester who, String imageId, UUID uploadId, long offset, Delivery delivery) {
    return append(who, grants.find(who, imageId, uploadId), offset, delivery);
  }

  /** The same for an upload that is at hand. */
  public Arrival append(Requester who, ResumableGrant granted, long offset, Delivery delivery) {
    UUID uploadId = granted.grant().uploadId();
    long length = granted.length();
    if (granted.adopted()) {
      requireNothing(delivery, offset, length);
      return Arrival.at(Standing.at(length, granted));
    }
    Optional<CompletableFuture<@Nullable Void>> finishing = finish.running(uploadId);
    if (finishing.isPresent()) {
      requireNothing(delivery, offset, length);
    } else {
      try (Turns.Turn _ = turns.take(uploadId, delivery::giveWay)) {
        OpenUpload upload = OpenUpload.of(stores, granted);
        Progress at = upload.progress();
        requireOffset(offset, at.offset());
        requireRoom(delivery, length - offset, length);
        long reached =
            offset == length
                ? requireNothing(delivery, offset, length)
                : take.take(who, upload, at, delivery).offset();
        if (reached < length) {
          return Arrival.at(Standing.at(reached, granted));
        }
        finishing = Optional.of(finish(who, upload));
      }
    }
    return new Arrival(Standing.at(length, granted), finishing);
  }

  private static long requireNothing(Delivery delivery, long offset, long length) {
    requireOffset(offset, length);
    requireRoom(delivery, 0, length);
    if (delivery.announced().isEmpty() && delivery.read(new byte[1]) > 0) {
      throw new ResumableProblem.TooMuch(length).asException();
    }
    return length;
  }

  private static void requireOffset(long asked, long actual) {
    if (asked != actual) {
      throw new ResumableProblem.WrongOffset(asked, actual).asException();
    }
  }

  private static void requireRoom(Delivery delivery, long room, long length) {
    if (delivery.announced().orElse(0) > room) {
      throw new ResumableProblem.TooMuch(length).asException();
    }
  }

  /** Ends an upload, of which nothing stays. */
  public void end(Requester who, String imageId, UUID uploadId) {
    ResumableGrant granted = grants.find(who, imageId, uploadId);
    if (granted.adopted() || finish.running(uploadId).isPresent()) {
      throw new ResumableProblem.Complete().asException();
    }
    try (Turns.Turn _ = turns.take(uploadId, () -> {})) {
      // The request that has just given way may have brought the last byte.
      if (finish.running(uploadId).isPresent()) {
        throw new ResumableProblem.Complete().asException();
      }
      abandon.end(who, granted.grant());
    }
  }

  /** All bytes are there; only now is it certain that nobody else has changed them. */
  private CompletableFuture<@Nullable Void> finish(Requester who, OpenUpload upload) {
    // One, which knows the upload's id when another replica completes it meanwhile.
    PartedUpload parted = upload.parted();
    Progress all = upload.progress(parted);
    requireOffset(upload.length(), all.offset());
    return finish.start(
        new FinishUpload.Job(who, upload, () -> parted.complete(all), witness(upload, all)));
  }

  /** Where clients may put parts by themselves, nobody has seen them all. */
  private @Nullable Eyewitness witness(OpenUpload upload, Progress all) {
    return upload.store().isDirect() ? null : witnesses.of(upload.grant(), all).orElse(null);
  }

  private static void awaitAMoment(CompletableFuture<@Nullable Void> finishing) {
    try {
      FinishUpload.await(finishing.copy().orTimeout(A_MOMENT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
    }
  }
}
