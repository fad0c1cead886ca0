package io.vitrine.registry.image;

import java.time.Duration;

/**
 * How long what is over is kept.
 *
 * @param deletedImages for how long an image can be restored; zero means not at all
 */
public record RetentionRules(Duration deletedImages) {
  public RetentionRules {
    if (deletedImages.isNegative()) {
      throw new IllegalArgumentException(
          "deleted images are kept for a negative time: " + deletedImages);
    }
  }

  boolean keepsDeletedImages() {
    return !deletedImages.isZero();
  }
}
