package io.vitrine.store.upload.resumable;

import io.vitrine.store.upload.ImageNews.End;
import io.vitrine.store.upload.ImageNews.Expectation;
import io.vitrine.store.upload.SettleUpload;
import io.vitrine.store.upload.StoredBlob;
import io.vitrine.store.upload.UploadProblem;
import io.vitrine.store.upload.Witness;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Reads complete objects once more that nobody here has seen whole. Few at a time, since each takes
 * what a processor and the network give; the others wait in line, which costs nothing.
 */
@ApplicationScoped
public class ReadBack {
  private final Semaphore places;

  public ReadBack(Limit limit) {
    this.places = new Semaphore(limit.atOnce(), true);
  }

  /**
   * How much of it there is.
   *
   * @param atOnce objects
   */
  public record Limit(int atOnce) {}

  /**
   * Says what the object is; throws a problem if that may not become the image. Empty if another
   * replica was sooner and the image has it.
   */
  Optional<StoredBlob> of(OpenUpload upload, Expectation expected) {
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UploadProblem.Busy("uploads").asException();
    }
    try {
      Optional<End> end = expected.end();
      if (end.isPresent() && end.get() instanceof End.Adopted) {
        return Optional.empty();
      }
      end.ifPresent(known -> {
        throw SettleUpload.ended(known);
      });
      return Optional.of(
          Witness.ofObject(upload.store(), upload.grant(), upload.length()).testify());
    } finally {
      places.release();
    }
  }
}
