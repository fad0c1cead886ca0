package io.vitrine.registry.image;

import java.time.Duration;

/**
 * What an operator decides about uploads.
 *
 * @param stores where they may go
 * @param maxImageSize bytes
 * @param uploadLease how long an upload may be silent before it counts as dead
 * @param resumableLease the same for one whose client may pause
 */
public record UploadRules(
    StoreDirectory stores, long maxImageSize, Duration uploadLease, Duration resumableLease) {
  /** Set aside for a body that does not say how long it is: 64 MiB. */
  private static final long FIRST_RESERVATION = 64L << 20;

  public Duration lease(boolean resumable) {
    return resumable ? resumableLease : uploadLease;
  }

  /**
   * How many bytes to set aside beside those that are.
   *
   * @throws io.vitrine.problem.ProblemException where an image of that size is not allowed
   */
  public long reservationAfter(long reserved) {
    if (reserved >= maxImageSize) {
      throw new ImageProblem.TooLarge(reserved + 1, maxImageSize).asException();
    }
    return Math.min(Math.max(reserved, FIRST_RESERVATION), maxImageSize - reserved);
  }
}
