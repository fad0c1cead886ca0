package io.vitrine.objectstore;

/**
 * How large each part of an upload is. S3 takes 10,000 parts, so an object of unknown length needs
 * parts that grow; memory does not grow with them, because large parts wait in a scratch file.
 *
 * @param memoryPart bytes of a part held in memory
 * @param memoryParts how many of them an upload begins with
 * @param spooledPart bytes of every later part
 */
record PartPlan(int memoryPart, int memoryParts, long spooledPart) {
  static final int MAX_PARTS = 10_000;

  /** With parts of 8 MiB: 31 GiB without a scratch file, 1.4 TiB in all. */
  static PartPlan of(int memoryPart) {
    return new PartPlan(memoryPart, 4_000, 256L << 20);
  }

  /** Whether this part, counted from 1, is too large for memory. */
  boolean isSpooled(int partNumber) {
    return partNumber > memoryParts;
  }

  long capacity() {
    return (long) memoryPart * memoryParts + spooledPart * (MAX_PARTS - memoryParts);
  }
}
