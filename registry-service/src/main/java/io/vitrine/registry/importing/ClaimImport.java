package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.outbox.CurrentCause;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.importing.ImportTask.State.Pending;
import io.vitrine.registry.importing.ImportTask.State.Running;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Gives workers what is to be done next. A task is in the hands of one run at a time. */
@ApplicationScoped
public class ClaimImport {
  /** Others ask at the same time, and some of these will be theirs. */
  private static final int CANDIDATES = 16;

  /**
   * How often the next candidates are looked up where others were first with all of these: with
   * more workers at once than candidates, one round would send some away while tasks wait. Whoever
   * had no luck asks again by himself.
   */
  private static final int ROUNDS = 4;

  private final UnitOfWork unit;
  private final Images images;
  private final ImportTasks tasks;
  private final TaskLog log;
  private final AbandonImport abandoned;
  private final ImportRules rules;
  private final Clock clock;

  public ClaimImport(
      UnitOfWork unit,
      Images images,
      ImportTasks tasks,
      TaskLog log,
      Leftovers leftovers,
      ImportRules rules,
      Clock clock) {
    this.unit = unit;
    this.images = images;
    this.tasks = tasks;
    this.log = log;
    this.abandoned = new AbandonImport(tasks, log, leftovers);
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * A task in the hands of one run.
   *
   * @param image as it is now: what the run begins with is in its status
   * @param targets where the result goes, at least one; first to the first
   * @param stages where the run may put what it fetches and what it unpacks, in this order: in the
   *     store that the result goes to first
   * @param maxSize bytes that the result may have
   */
  public record Claim(
      ImportTask task, Image image, List<Location> targets, List<Location> stages, long maxSize) {}

  /**
   * The next task, if any waits that may be taken.
   *
   * @param runId made by the worker, which may ask again if it missed the answer
   */
  public Uni<Optional<Claim>> next(UUID runId) {
    return tasks
        .running(Set.of(runId))
        .chain(held -> held.isEmpty() ? next(runId, ROUNDS) : firstOf(held.iterator(), runId));
  }

  private Uni<Optional<Claim>> next(UUID runId, int rounds) {
    return tasks
        .waiting(clock.instant(), CANDIDATES)
        .chain(waiting ->
            firstOf(waiting.iterator(), runId)
                .chain(claim ->
                    claim.isPresent() || waiting.isEmpty() || rounds == 1
                        ? Uni.createFrom().item(claim)
                        : next(runId, rounds - 1)));
  }

  private Uni<Optional<Claim>> firstOf(Iterator<ImportTask> candidates, UUID runId) {
    if (!candidates.hasNext()) {
      return Uni.createFrom().item(Optional.empty());
    }
    return claim(candidates.next(), runId)
        .chain(
            claim -> claim.isPresent() ? Uni.createFrom().item(claim) : firstOf(candidates, runId));
  }

  private Uni<Optional<Claim>> claim(ImportTask candidate, UUID runId) {
    return unit.inTransaction(() ->
        LockedWork.find(images, tasks, candidate.imageId(), candidate.id())
            .chain(work ->
                work.isPresent()
                    ? start(work.get(), runId)
                    : abandoned
                        .ifIdle(candidate.id(), clock.instant())
                        .replaceWith(Optional.empty())));
  }

  private Uni<Optional<Claim>> start(Work work, UUID runId) {
    Instant now = clock.instant();
    Instant leaseEnd = now.plus(rules.lease());
    Optional<Running> run =
        switch (work.task().state()) {
          case Pending pending when !pending.readyAt().isAfter(now) ->
              Optional.of(pending.start(runId, leaseEnd));
          case Running running when running.runId().equals(runId) ->
              Optional.of(running.report(running.progress(), leaseEnd));
          default -> Optional.empty();
        };
    // The worker only does what that user asked for.
    run.ifPresent(it -> CurrentCause.set(work.task().by().cause()));
    return run.map(it -> claim(work, work.task().with(it, now), runId))
        .map(claim -> log.save(claim.task()).replaceWith(Optional.of(claim)))
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
  }

  private static Claim claim(Work work, ImportTask running, UUID runId) {
    List<String> pending = work.pending();
    return new Claim(
        running,
        work.image(),
        pending.stream().map(store -> new Location(store, running.targetKey(runId))).toList(),
        running.stages(runId).stream()
            .filter(stage -> stage.store().equals(pending.getFirst()))
            .toList(),
        work.image().room());
  }
}
