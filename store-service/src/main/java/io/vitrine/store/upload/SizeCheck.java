package io.vitrine.store.upload;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Counts bytes, and objects as soon as there are too many. */
final class SizeCheck {
  private final OptionalLong announced;
  private final long max;
  private final AtomicLong received = new AtomicLong();

  SizeCheck(OptionalLong announced, long max) {
    this.announced = announced;
    this.max = max;
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
    if (total > max) {
      throw new UploadProblem.TooLarge(max).asException();
    }
  }

  void finish() {
    if (announced.isPresent() && received() != announced.getAsLong()) {
      throw new UploadProblem.SizeMismatch(announced.getAsLong(), received()).asException();
    }
  }
}
