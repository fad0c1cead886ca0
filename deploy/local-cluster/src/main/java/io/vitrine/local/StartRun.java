package io.vitrine.local;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One start of a cluster: every part as soon as those it needs are ready. */
final class StartRun {
  private final Starter starter;
  private final Progress progress;
  private final Map<PartName, String> failures = new ConcurrentSkipListMap<>();

  StartRun(Starter starter, Progress progress) {
    this.starter = starter;
    this.progress = progress;
  }

  void start(List<Part> parts) {
    progress.planned(parts.stream().map(Part::name).toList());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<PartName, CompletableFuture<Boolean>> ready = new EnumMap<>(PartName.class);
      for (Part part : parts) {
        var needs = part.needs().stream().filter(ready::containsKey).toList();
        if (!needs.isEmpty()) {
          progress.busy(part.name(), "waits for " + join(needs));
        }
        var needed = needs.stream().map(ready::get).toList();
        ready.put(part.name(), CompletableFuture.supplyAsync(() -> start(part, needed), threads));
      }
      ready.values().forEach(CompletableFuture::join);
    }
    if (!failures.isEmpty()) {
      throw new ClusterException(String.join("\n", failures.values()));
    }
  }

  private static String join(List<PartName> names) {
    return String.join(", ", names.stream().map(PartName::id).toList());
  }

  private boolean start(Part part, List<CompletableFuture<Boolean>> needed) {
    if (!needed.stream().allMatch(CompletableFuture::join)) {
      progress.skipped(part.name(), "left as it is: what it needs is not there");
      return false;
    }
    try {
      starter.bringUp(part);
      return true;
    } catch (ClusterException e) {
      return fail(part, e.getMessage());
    } catch (IOException | RuntimeException e) {
      return fail(part, part.name() + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail(part, part.name() + ": interrupted");
    }
  }

  private boolean fail(Part part, String why) {
    failures.put(part.name(), why);
    progress.failed(part.name(), "failed");
    return false;
  }
}
