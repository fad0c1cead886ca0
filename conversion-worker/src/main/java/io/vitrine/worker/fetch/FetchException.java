package io.vitrine.worker.fetch;

import java.io.IOException;

/** The source cannot be had, and trying again would not help. */
public final class FetchException extends IOException {
  private final String reason;

  FetchException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** Why, as a sentence for whoever named the source. */
  public String reason() {
    return reason;
  }
}
