package io.vitrine.objectstore;

/**
 * Tidying up by a thread that has been interrupted: the flag would end each of its calls to a store
 * at once, and what was to be removed would stay.
 */
public final class Undisturbed {
  private Undisturbed() {}

  /** Runs it with the flag cleared, and sets it again. Another interrupt meanwhile ends it. */
  public static void run(Runnable work) {
    boolean interrupted = Thread.interrupted();
    try {
      work.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
