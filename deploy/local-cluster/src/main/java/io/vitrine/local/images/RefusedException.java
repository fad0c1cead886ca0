package io.vitrine.local.images;

import io.vitrine.local.ClusterException;

/** The Image API has answered otherwise than hoped for. */
public final class RefusedException extends ClusterException {
  private final int status;

  RefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** Of HTTP. */
  public int status() {
    return status;
  }
}
