package io.vitrine.worker.importing;

/** Hears what the worker does, for metrics and traces. */
public interface RunWatch {

  /** A run begins, on this thread. */
  Run onStarted(ImportJob job);

  /** A task that this worker cannot do. */
  void onUnreadable();

  /** One run. All is told on its thread, which has the run's trace until it has ended. */
  interface Run {
    /**
     * It goes on with this phase.
     *
     * @param bytes that the phase before has got through; 0 where there was none
     */
    void onPhase(Phase next, long bytes);

    /**
     * It has ended, and that was reported.
     *
     * @param bytes that the last phase has got through
     */
    void onEnded(Outcome outcome, long bytes);
  }
}
