package io.vitrine.store.upload;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Counts bytes, asks for more room when it is needed, and objects when there is none. */
final class SizeCheck {
  private final OptionalLong announced;
  private final LongSupplier more;
  private final AtomicLong received = new AtomicLong();

  private long max;

  /**
   * @param max bytes that may come
   * @param more gives the new maximum, or throws where there is no room
   */
  SizeCheck(OptionalLong announced, long max, LongSupplier more) {
    this.announced = announced;
    this.max = max;
    this.more = more;
  }

  /** May be called by any thread. */
  long received() {
    return received.get();
  }

  void add(int bytes) {
    long total = received.addAndGet(bytes);
    if (announced.isPresent() && total > announced.getAsLong()) {
      throw new UploadProblem.SizeMismatch(announced.getAsLong(), total).asException();
    }
    while (total > max) {
      long next = more.getAsLong();
      if (next <= max) {
        throw new UploadProblem.TooLarge(max).asException();
      }
      max = next;
    }
  }

  void finish() {
    if (announced.isPresent() && received() != announced.getAsLong()) {
      throw new UploadProblem.SizeMismatch(announced.getAsLong(), received()).asException();
    }
  }
}
