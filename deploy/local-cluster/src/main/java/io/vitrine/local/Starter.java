package io.vitrine.local;

import io.vitrine.local.Progress.How;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;

/** Brings one part up, from whatever state it is found in. */
final class Starter {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
  private static final Duration PATIENCE_WITH_RUNNING = Duration.ofSeconds(15);
  private static final int LOG_TAIL = 20;

  private final ClusterSpec spec;
  private final Progress progress;

  Starter(ClusterSpec spec, Progress progress) {
    this.spec = spec;
    this.progress = progress;
  }

  void bringUp(Part part) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    var process = new PartProcess(spec.state(), part.name());
    boolean wasRunning = process.isRunning();
    if (wasRunning && canStay(part, process)) {
      part.furnish();
      progress.ready(part.name(), since(begin), How.KEPT);
      return;
    }
    if (!process.members().isEmpty()) {
      progress.busy(part.name(), "stopping the old one");
    }
    process.stop(part.stopSignal(), STOP_PATIENCE);
    refuseTakenPorts(part);
    progress.busy(part.name(), "preparing");
    part.prepare(progress);
    progress.busy(part.name(), "starting");
    process.start(part.launch());
    awaitReady(part, process);
    part.furnish();
    progress.ready(part.name(), since(begin), wasRunning ? How.RESTARTED : How.STARTED);
  }

  /** A running part stays if it would be started alike today, and answers. */
  private boolean canStay(Part part, PartProcess process) throws IOException, InterruptedException {
    if (!process.wasStartedLike(part.launch())) {
      return false;
    }
    progress.busy(part.name(), "already runs");
    long deadline = System.nanoTime() + patienceLeft(part, process).toNanos();
    while (process.isRunning() && System.nanoTime() < deadline) {
      if (part.isReady()) {
        return true;
      }
      Thread.sleep(200);
    }
    return false;
  }

  /** One that was started a moment ago, by an `up` that was cut off, gets its time to start. */
  private static Duration patienceLeft(Part part, PartProcess process) {
    Duration age = process.leader().map(LinuxProcess::age).orElse(Duration.ZERO);
    Duration left = Duration.ofSeconds(part.patienceSeconds()).minus(age);
    return left.compareTo(PATIENCE_WITH_RUNNING) > 0 ? left : PATIENCE_WITH_RUNNING;
  }

  private void refuseTakenPorts(Part part) {
    String complaints =
        spec.ports().listenedBy(part.name()).stream()
            .filter(port -> !PortHolder.isFree(port))
            .map(port -> PortHolder.describe(port, part.name()))
            .collect(Collectors.joining("\n"));
    if (!complaints.isEmpty()) {
      throw new ClusterException(complaints);
    }
  }

  void awaitReady(Part part, PartProcess process) throws InterruptedException {
    Duration patience = Duration.ofSeconds(part.patienceSeconds());
    long deadline = System.nanoTime() + patience.toNanos();
    while (!part.isReady()) {
      if (!process.isRunning()) {
        throw failure(part, "ended while starting");
      }
      if (System.nanoTime() > deadline) {
        throw failure(part, "is not ready after " + patience.toSeconds() + " s");
      }
      Thread.sleep(100);
    }
    if (!process.isRunning()) {
      throw failure(part, "ended while starting");
    }
  }

  private ClusterException failure(Part part, String what) {
    var log = spec.state().log(part.name());
    return new ClusterException(
        part.name() + " " + what + "; the end of " + log + ":\n" + Commands.tail(log, LOG_TAIL));
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
