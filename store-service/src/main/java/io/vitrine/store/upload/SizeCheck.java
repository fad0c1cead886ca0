package io.vitrine.store.upload;

import java.util.OptionalLong;

/** Counts bytes and objects as soon as there are too many. */
final class SizeCheck {
  private final OptionalLong announced;
  private final long max;
  private volatile long received;

  SizeCheck(OptionalLong announced, long max) {
    this.announced = announced;
    this.max = max;
  }

  long received() {
    return received;
  }

  /** Called by one thread only; others may read. */
  @SuppressWarnings("NonAtomicOperationOnVolatileField")
  void add(int bytes) {
    received += bytes;
    if (announced.isPresent() && received > announced.getAsLong()) {
      throw new UploadProblem.SizeMismatch(announced.getAsLong(), received).asException();
    }
    if (received > max) {
      throw new UploadProblem.TooLarge(max).asException();
    }
  }

  void finish() {
    if (announced.isPresent() && received != announced.getAsLong()) {
      throw new UploadProblem.SizeMismatch(announced.getAsLong(), received).asException();
    }
  }
}
