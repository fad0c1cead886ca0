package io.vitrine.store.upload.resumable;

import io.vitrine.objectstore.PartedUpload.Progress;
import io.vitrine.store.upload.Grant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The witnesses that wait for the next request of their uploads, so that an upload which stays with
 * this replica need not be read back. Few, and not for long: each has some memory.
 */
@ApplicationScoped
public class Witnesses {
  private static final int MOST = 64;
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Clock clock;
  private final Map<UUID, Waiting> byUpload = new LinkedHashMap<>();

  public Witnesses() {
    this(Clock.systemUTC());
  }

  Witnesses(Clock clock) {
    this.clock = clock;
  }

  private record Waiting(Eyewitness witness, Progress at, Instant since) {}

  /** Takes out the one who has seen just what the store has; before the first byte, anybody has. */
  synchronized Optional<Eyewitness> of(Grant grant, Progress at) {
    @Nullable Waiting waiting = byUpload.remove(grant.uploadId());
    if (waiting != null && waiting.at().equals(at)) {
      return Optional.of(waiting.witness());
    }
    return at.offset() == 0 && !at.done() ? Optional.of(Eyewitness.of(grant)) : Optional.empty();
  }

  synchronized void keep(UUID uploadId, Eyewitness witness, Progress at) {
    Instant now = clock.instant();
    byUpload.values().removeIf(waiting -> waiting.since().plus(LONGEST).isBefore(now));
    byUpload.put(uploadId, new Waiting(witness, at, now));
    if (byUpload.size() > MOST) {
      // The one that has waited longest: whoever comes is put in again at the end.
      byUpload.remove(byUpload.keySet().iterator().next());
    }
  }
}
