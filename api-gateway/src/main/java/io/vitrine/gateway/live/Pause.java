package io.vitrine.gateway.live;

import java.time.Duration;

/**
 * The time between two questions: twice as long after each that stayed without an answer, so that
 * who cannot answer is not asked by all streams each second.
 */
final class Pause {
  private final Duration least;
  private final Duration most;
  private Duration length;
  private boolean silence;

  Pause(Duration least, Duration most) {
    this.least = least;
    this.most = most.compareTo(least) < 0 ? least : most;
    this.length = least;
  }

  Duration length() {
    return length;
  }

  /** Whether that is new: the question before had an answer. */
  boolean unanswered() {
    boolean isNew = !silence;
    silence = true;
    Duration twice = length.multipliedBy(2);
    length = twice.compareTo(most) < 0 ? twice : most;
    return isNew;
  }

  void answered() {
    silence = false;
    length = least;
  }
}
