package io.vitrine.objectstore;

/** Why a store did not do what it was asked, and whether asking again can help. */
public enum Failure {
  /** There is no such object or upload. */
  MISSING(false),
  /**
   * The store cannot be reached, does not answer in time, asks to come back later, or lacks its
   * bucket.
   */
  UNAVAILABLE(true),
  /** The credentials are wrong or lack a permission. */
  DENIED(false),
  /** The bucket or the disk behind it is full. */
  FULL(false),
  /** The store understood and refused, or nobody knows what it meant. */
  REFUSED(false);

  private final boolean retryable;

  Failure(boolean retryable) {
    this.retryable = retryable;
  }

  public boolean isRetryable() {
    return retryable;
  }
}
