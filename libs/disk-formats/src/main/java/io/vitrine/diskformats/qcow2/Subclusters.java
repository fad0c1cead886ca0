package io.vitrine.diskformats.qcow2;

/**
 * Which parts of a cluster are data, by the second half of its extended L2 entry: a cluster has 32
 * parts of the same size. A bit of the lower half says that a part is in the cluster's place in the
 * image; one of the upper half, that it reads as zeros. So does one with neither, as there is no
 * backing file.
 */
record Subclusters(long bitmap) {
  private static final int COUNT = 32;

  static int size(int clusterSize) {
    return clusterSize / COUNT;
  }

  boolean holdData() {
    return allocated() != 0;
  }

  /** Whether a part is said to be both. */
  boolean contradictThemselves() {
    return (allocated() & (int) (bitmap >>> COUNT)) != 0;
  }

  boolean isData(int part) {
    return (allocated() >>> part & 1) != 0;
  }

  /** The first part behind one that is of the other kind; 32 if there is none. */
  int endOfRun(int part) {
    int rest = (isData(part) ? ~allocated() : allocated()) >>> part;
    return Math.min(COUNT, part + Integer.numberOfTrailingZeros(rest));
  }

  private int allocated() {
    return (int) bitmap;
  }
}
