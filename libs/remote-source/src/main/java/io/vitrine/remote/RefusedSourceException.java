package io.vitrine.remote;

import java.io.IOException;

/** Nothing is fetched from there. */
public final class RefusedSourceException extends IOException {
  private final String reason;

  RefusedSourceException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** Why, as a sentence for whoever named the source. */
  public String reason() {
    return reason;
  }
}
