package io.vitrine.local.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How much the facts have told.
 *
 * @param oldest when the first of them happened
 * @param cutTopics topics of which something has been deleted
 * @param begunLater images and namespaces whose first facts are missing
 * @param untoldVersions versions without a fact, between others that have one
 * @param unreadable records that are no facts
 * @param repeated facts that came again
 * @param late facts that came for the first time after newer ones of their image
 */
public record Telling(
    long facts,
    Duration took,
    Optional<Instant> oldest,
    long images,
    long deletedImages,
    long members,
    long namespaces,
    long parts,
    List<String> cutTopics,
    long begunLater,
    long untoldVersions,
    long unreadable,
    long repeated,
    long late) {

  /** Whether they are all that there ever were. */
  public boolean isWhole() {
    return cutTopics.isEmpty() && begunLater == 0 && untoldVersions == 0;
  }
}
