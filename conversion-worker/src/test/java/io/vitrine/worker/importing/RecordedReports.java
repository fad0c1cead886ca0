package io.vitrine.worker.importing;

import io.vitrine.events.Blob;
import io.vitrine.events.Cause;
import io.vitrine.events.ImportRun;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was reported; can be told not to acknowledge. */
final class RecordedReports implements Reports {
  private final List<ImportRun> sent = new CopyOnWriteArrayList<>();
  private final Set<Cause> causes = ConcurrentHashMap.newKeySet();
  private volatile CompletionStage<Void> answer = CompletableFuture.completedStage(null);

  void answerFromNowOn(CompletionStage<Void> answer) {
    this.answer = answer;
  }

  @Override
  public CompletionStage<Void> send(ImportRun report, Cause cause) {
    sent.add(report);
    causes.add(cause);
    return answer;
  }

  /** Who and what is behind each, once. */
  Set<Cause> causes() {
    return Set.copyOf(causes);
  }

  List<ImportRun> all() {
    return List.copyOf(sent);
  }

  List<ImportRun> results() {
    return sent.stream().filter(report -> !(report instanceof ImportRun.Progressed)).toList();
  }

  /** What has landed in its first store. */
  Blob landed() {
    return results().stream()
        .filter(ImportRun.Completed.class::isInstance)
        .map(report -> ((ImportRun.Completed) report).blob())
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing has landed: " + results()));
  }

  /** What was fetched or unpacked first. */
  ImportRun.Staged staged() {
    return results().stream()
        .filter(ImportRun.Staged.class::isInstance)
        .map(ImportRun.Staged.class::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing is staged: " + results()));
  }

  List<String> phases() {
    return sent.stream()
        .filter(ImportRun.Progressed.class::isInstance)
        .map(report -> ((ImportRun.Progressed) report).phase())
        .distinct()
        .toList();
  }
}
