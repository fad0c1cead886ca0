package io.vitrine.local.migrate;

import io.vitrine.local.ClusterException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Brings one image, from wherever an earlier run has come with it. */
final class BringImage {
  private static final int ATTEMPTS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ImageServer source;
  private final ImageServer target;
  private final Projects projects;
  private final Optional<String> store;
  private final LongConsumer onMove;

  /**
   * Nothing is asked for yet.
   *
   * @param store where bytes go; empty for the target's choice
   * @param onMove told how many more bytes have come
   */
  BringImage(
      ImageServer source,
      ImageServer target,
      Projects projects,
      Optional<String> store,
      LongConsumer onMove) {
    this.source = source;
    this.target = target;
    this.projects = projects;
    this.store = store;
    this.onMove = onMove;
  }

  /** Never throws because of the image: whatever keeps it from coming is its outcome. */
  Outcome bring(String id, Deed deed) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(id, deed);
      } catch (ClusterException e) {
        return new Outcome.Failed(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        // What is planned next begins with what the target has.
        if (attempt == ATTEMPTS) {
          return new Outcome.Failed(e.toString());
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private Outcome attempt(String id, Deed deed) throws IOException, InterruptedException {
    Optional<ImageRecord> found = source.find(id);
    if (found.isEmpty()) {
      return new Outcome.Gone();
    }
    ImageRecord wanted = found.get().in(projects);
    if (wanted.isUnderWay()) {
      return new Outcome.Failed(
          "it is %s in the source: run again when it is done".formatted(wanted.status()));
    }
    Optional<ImageRecord> there = target.find(id);
    List<Step> steps = Plan.of(wanted, there);
    return switch (deed) {
      case SAY ->
          steps.isEmpty()
              ? verdict(wanted, there, 0, false)
              : new Outcome.Planned(steps.stream().map(Step::toString).toList());
      case COMPARE -> verdict(wanted, there, 0, false);
      case BRING -> bring(wanted, there);
    };
  }

  private Outcome bring(ImageRecord wanted, Optional<ImageRecord> found)
      throws IOException, InterruptedException {
    Optional<ImageRecord> there = settled(wanted, found);
    List<Step> steps = Plan.of(wanted, there);
    if (steps.isEmpty()) {
      return verdict(wanted, there, 0, false);
    }
    ImageRecord known = wanted;
    long brought = 0;
    for (Step step : steps) {
      if (step instanceof Step.Upload(Content content)) {
        known = wanted.with(upload(wanted.id(), content));
        brought = content.size() == null ? 0 : content.size();
      } else {
        perform(wanted.id(), step);
      }
    }
    return verdict(known, target.find(wanted.id()), brought, true);
  }

  /** The target's image when nobody sends bytes to it any more. */
  private Optional<ImageRecord> settled(ImageRecord wanted, Optional<ImageRecord> found)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Optional<ImageRecord> there = found;
    while (there.isPresent() && there.get().isUnderWay()) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new ClusterException(
            "it is %s in the target, and nothing happens".formatted(there.get().status()));
      }
      Thread.sleep(PAUSE);
      there = target.find(wanted.id());
    }
    return there;
  }

  private void perform(String id, Step step) throws IOException, InterruptedException {
    switch (step) {
      case Step.Create(_, var said) -> {
        // A lost answer is no reason to give up: then the image is there.
        if (!target.create(id, said) && target.find(id).isEmpty()) {
          throw new ClusterException(
              "its id was used in the target and deleted: ids never come back");
        }
      }
      case Step.Change(var patch) -> target.change(id, patch);
      case Step.Share(String member) -> target.share(id, member);
      case Step.Answer(String member, String status) -> target.answer(id, member, status);
      case Step.Unshare(String member) -> target.unshare(id, member);
      case Step.Deactivate() -> target.act(id, "deactivate");
      case Step.Reactivate() -> target.act(id, "reactivate");
      case Step.Settle(_), Step.Upload(_) ->
          throw new IllegalStateException("not done here: " + step);
    }
  }

  private Content upload(String id, Content content) throws IOException, InterruptedException {
    if (content.size() != null && content.size() == 0) {
      target.upload(id, InputStream.nullInputStream(), content.size(), store, () -> 0);
      return content;
    }
    AtomicLong moved = new AtomicLong();
    LongConsumer count =
        more -> {
          moved.addAndGet(more);
          onMove.accept(more);
        };
    try (CheckedStream bytes = new CheckedStream(source.download(id), content, count)) {
      try {
        target.upload(id, bytes, content.size(), store, moved::get);
        return bytes.content();
      } catch (IOException e) {
        onMove.accept(-moved.get());
        if (bytes.problem().isPresent()) {
          throw new ClusterException(bytes.problem().get(), e);
        }
        throw e;
      }
    }
  }

  private static Outcome verdict(
      ImageRecord wanted, Optional<ImageRecord> there, long bytes, boolean brought) {
    if (there.isEmpty()) {
      return new Outcome.Different(List.of("it is not in the target"));
    }
    List<String> differences = Comparison.differences(wanted, there.get());
    if (!differences.isEmpty()) {
      return new Outcome.Different(differences);
    }
    boolean bySize =
        wanted.hasBytes()
            && wanted.content().likeness(there.get().content()) == Content.Likeness.EQUAL_IN_SIZE;
    return new Outcome.Equal(bytes, brought, bySize);
  }
}
