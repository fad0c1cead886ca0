package io.vitrine.store.scrub;

import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.Stores;
import io.vitrine.store.Permissions;
import io.vitrine.store.Requester;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Compares a store with what the registry knows of it, both ways. A page of keys is in memory at a
 * time, however large the store is.
 */
@ApplicationScoped
public class ScrubStore {
  /** The rule that says who may. */
  static final String RULE = "scrub_stores";

  private final Permissions permissions;
  private final Stores stores;
  private final KnownBlobs known;
  private final Clock clock;
  private final Semaphore free = new Semaphore(1);

  @Inject
  public ScrubStore(Permissions permissions, Stores stores, KnownBlobs known) {
    this(permissions, stores, known, Clock.systemUTC());
  }

  ScrubStore(Permissions permissions, Stores stores, KnownBlobs known, Clock clock) {
    this.permissions = permissions;
    this.stores = stores;
    this.known = known;
    this.clock = clock;
  }

  /**
   * What an operator asks for.
   *
   * @param delete whether orphans are removed
   * @param deep whether the bytes of images are read
   * @param olderThan what came later is left alone
   */
  public record Wish(String store, boolean delete, boolean deep, Duration olderThan) {}

  /**
   * Tells what it finds, as it finds it, and a summary at the end.
   *
   * @param findings may throw, which ends the scrub
   * @throws io.vitrine.problem.ProblemException before anything is told, if the user may not or the
   *     store is unknown
   */
  public void scrub(Requester who, Wish wish, Consumer<Finding> findings) {
    permissions.require(who, RULE);
    ObjectStore store =
        stores
            .named(wish.store())
            .orElseThrow(() -> new ScrubProblem.UnknownStore(wish.store()).asException());
    if (!free.tryAcquire()) {
      throw new ScrubProblem.Running().asException();
    }
    try {
      scrub(store, who.requestId(), wish, new Tally(findings));
    } finally {
      free.release();
    }
  }

  private void scrub(ObjectStore store, String requestId, Wish wish, Tally tally) {
    Instant limit = clock.instant().minus(wish.olderThan());
    new OrphanHunt(store, known, requestId, tally, limit, wish.delete()).run();
    new ImageCheck(store, known, requestId, tally, wish.deep()).run();
    tally.end();
  }
}
