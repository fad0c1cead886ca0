package io.vitrine.worker.importing;

/** How long to wait before trying again. */
@FunctionalInterface
public interface Pauses {

  /**
   * Waits.
   *
   * @param tries how many tries there have been
   */
  void before(int tries) throws InterruptedException;
}
