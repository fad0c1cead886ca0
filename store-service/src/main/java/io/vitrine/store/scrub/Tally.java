package io.vitrine.store.scrub;

import io.vitrine.store.scrub.Finding.Counts;
import java.time.Duration;
import java.util.function.Consumer;

/** Counts what is found, and passes it on. */
final class Tally {
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(2);

  private final Consumer<Finding> findings;
  private long told = System.nanoTime();
  private long objects;
  private long young;
  private long orphans;
  private long orphanBytes;
  private long deleted;
  private long images;
  private long broken;
  private long bytesRead;

  Tally(Consumer<Finding> findings) {
    this.findings = findings;
  }

  void listed(boolean isYoung) {
    objects++;
    young += isYoung ? 1 : 0;
    tellProgress();
  }

  void orphan(Finding orphan, long size, boolean isDeleted) {
    orphans++;
    orphanBytes += size;
    deleted += isDeleted ? 1 : 0;
    findings.accept(orphan);
  }

  void looked() {
    images++;
    tellProgress();
  }

  void read(long bytes) {
    bytesRead += bytes;
    tellProgress();
  }

  void broken(Finding finding) {
    broken++;
    findings.accept(finding);
  }

  void end() {
    findings.accept(new Finding.Summary(counts()));
  }

  /** It also shows whether anybody is still listening. */
  private void tellProgress() {
    long now = System.nanoTime();
    if (now - told >= PROGRESS_EVERY.toNanos()) {
      told = now;
      findings.accept(new Finding.Progress(counts()));
    }
  }

  private Counts counts() {
    return new Counts(objects, young, orphans, orphanBytes, deleted, images, broken, bytesRead);
  }
}
