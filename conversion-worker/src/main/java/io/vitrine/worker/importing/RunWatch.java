package io.vitrine.worker.importing;

import java.time.Duration;

/** Hears what the worker does, for metrics. */
public interface RunWatch {
  void onStarted();

  void onEnded(Outcome outcome, Duration took);

  /** A task that this worker cannot do. */
  void onUnreadable();
}
