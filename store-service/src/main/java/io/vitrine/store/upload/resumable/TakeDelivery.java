package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.Author;
import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.PartedUpload;
import io.vitrine.objectstore.PartedUpload.Progress;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import io.vitrine.store.upload.BlobEvents;
import io.vitrine.store.upload.Chunks;
import io.vitrine.store.upload.Grant;
import io.vitrine.store.upload.Heartbeat;
import io.vitrine.store.upload.ImageNews;
import io.vitrine.store.upload.ImageNews.End;
import io.vitrine.store.upload.ImageNews.Expectation;
import io.vitrine.store.upload.SettleUpload;
import io.vitrine.store.upload.UploadBody.CutException;
import io.vitrine.store.upload.Witness;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Brings to safety what one request brings, while a witness looks at it. */
@ApplicationScoped
public class TakeDelivery {
  /** For the registry's word on an upload that the store knows no more. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final BlobEvents events;
  private final ImageNews news;
  private final AbandonUpload abandon;
  private final Witnesses witnesses;

  public TakeDelivery(
      BlobEvents events, ImageNews news, AbandonUpload abandon, Witnesses witnesses) {
    this.events = events;
    this.news = news;
    this.abandon = abandon;
    this.witnesses = witnesses;
  }

  /**
   * Returns how far the upload is then.
   *
   * @throws CutException if the delivery ended before its end; what came of it is kept
   */
  Progress take(Requester who, OpenUpload upload, Progress from, Delivery delivery) {
    Grant grant = upload.grant();
    AtomicLong received = new AtomicLong(from.offset());
    // At once, since its client may have paused until shortly before the lease ends.
    events.progressed(grant, from.offset(), who);
    try (Expectation expected = news.expect(grant.imageId(), grant.uploadId());
        Heartbeat _ = Heartbeat.start(events, grant, received::get, who)) {
      return take(who, upload, from, delivery, received, expected);
    }
  }

  private Progress take(
      Requester who,
      OpenUpload upload,
      Progress from,
      Delivery delivery,
      AtomicLong received,
      Expectation expected) {
    Grant grant = upload.grant();
    Optional<Eyewitness> witness = witnesses.of(grant, from);
    Author author = witness.map(Eyewitness::author).orElseGet(Author::anybody);
    try (PartedUpload.Writer writer = goOn(upload, from, author)) {
      Optional<CutException> cut =
          takeAll(
              upload.length(),
              delivery,
              writer,
              witness.map(Eyewitness::witness),
              received,
              expected);
      Progress reached = writer.pause();
      witness.ifPresent(one -> witnesses.keep(grant.uploadId(), one, reached));
      events.progressed(grant, reached.offset(), who);
      cut.ifPresent(gone -> {
        throw gone;
      });
      return reached;
    } catch (OverException over) {
      throw over(grant, over.end);
    } catch (FormatRefusedException refused) {
      throw abandon.abandon(who, grant, refused.problem);
    } catch (ObjectStoreException e) {
      if (e.failure() == Failure.MISSING) {
        // It was there when this began: somebody else has completed it, or ended it.
        throw expected
            .await(PATIENCE)
            .map(end -> over(grant, end))
            .orElseGet(() -> new ResumableProblem.Changed().asException());
      }
      ProblemException problem = upload.problem(e);
      // What has come takes room that others need.
      throw e.failure() == Failure.FULL ? abandon.abandon(who, grant, problem) : problem;
    }
  }

  private static PartedUpload.Writer goOn(OpenUpload upload, Progress from, Author author) {
    try {
      return upload.parted().goOn(from, author);
    } catch (ObjectStoreException e) {
      throw e.failure() == Failure.MISSING
          ? new ResumableProblem.Changed().asException()
          : upload.problem(e);
    }
  }

  /** What was written after the end would stay: whoever ended it had nothing of it to remove. */
  private ProblemException over(Grant grant, End end) {
    if (end instanceof End.Adopted) {
      return new ResumableProblem.Complete().asException();
    }
    abandon.release(grant);
    return SettleUpload.ended(end);
  }

  /** Returns what broke it off, if something did. */
  private static Optional<CutException> takeAll(
      long length,
      Delivery delivery,
      PartedUpload.Writer writer,
      Optional<Witness> witness,
      AtomicLong received,
      Expectation expected) {
    Chunks chunks = new Chunks();
    Optional<CutException> cut = Optional.empty();
    boolean more = true;
    while (more) {
      byte[] chunk = chunks.take();
      int read;
      try {
        read = delivery.read(chunk);
      } catch (CutException e) {
        cut = Optional.of(e);
        read = e.kept();
      }
      int got = read;
      more = cut.isEmpty() && got == chunk.length;
      refuseAfter(expected);
      if (received.addAndGet(got) > length) {
        throw new ResumableProblem.TooMuch(length).asException();
      }
      witness.ifPresent(one -> inspect(one, chunk, got));
      writer.write(chunk, 0, got);
      witness.ifPresentOrElse(one -> one.digest(chunk, got, chunks), () -> chunks.giveBack(chunk));
    }
    return cut;
  }

  private static void refuseAfter(Expectation expected) {
    expected
        .end()
        .ifPresent(end -> {
          throw new OverException(end);
        });
  }

  private static void inspect(Witness witness, byte[] chunk, int length) {
    try {
      witness.inspect(chunk, length);
    } catch (ProblemException e) {
      throw new FormatRefusedException(e);
    }
  }

  /** The registry has ended the upload. */
  private static final class OverException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient End end;

    OverException(End end) {
      super("the upload is over", null, false, false);
      this.end = end;
    }
  }

  /** What is refused for good, among problems after which an upload can go on. */
  private static final class FormatRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ProblemException problem;

    FormatRefusedException(ProblemException problem) {
      super(problem);
      this.problem = problem;
    }
  }
}
