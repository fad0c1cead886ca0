package io.vitrine.worker.importing;

/** Sets bytes aside for results at the registry, which counts them against the project's quota. */
@FunctionalInterface
public interface Reservations {

  /**
   * Asks for more than a run has. Blocks, while the registry is away for some minutes, too; an
   * interrupt ends that.
   *
   * @param bytes that the run may land
   * @return how many it may land now; the same where there is no more to be had
   */
  long extend(ImportJob job, long bytes) throws InterruptedException;
}
