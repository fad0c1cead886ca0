package io.vitrine.worker.fetch;

/** Room for what is fetched, whose size may show only when it has come. */
@FunctionalInterface
public interface Room {

  /**
   * Makes more room. Blocks, and an interrupt ends that.
   *
   * @param bytes that there is room for
   * @return how many there is room for now; the same where there will be no more
   * @throws RuntimeException if that cannot be told, which is not the source's fault
   */
  long beyond(long bytes) throws InterruptedException;

  /** No more than there is. */
  static Room none() {
    return bytes -> bytes;
  }
}
