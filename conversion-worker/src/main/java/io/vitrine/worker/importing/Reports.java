package io.vitrine.worker.importing;

import io.vitrine.events.Cause;
import io.vitrine.events.ImportRun;
import java.util.concurrent.CompletionStage;

/**
 * Tells the registry about runs; reports of one image arrive in the order in which they were sent.
 */
public interface Reports {

  /** The stage completes once the report cannot be lost any more, and fails if it may be lost. */
  CompletionStage<Void> send(ImportRun report, Cause cause);
}
