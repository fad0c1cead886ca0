package io.vitrine.diskformats.qcow2;

import io.vitrine.diskformats.DiskFormatException;
import java.io.IOException;
import java.util.BitSet;

/** Which 64 KiB clusters of a disk hold something but zeros: one bit for each. */
public final class DataMap {
  /** Bounds the map at 32 MiB of heap, and the tables of the tables at less. */
  private static final long MAX_VIRTUAL_SIZE = 16L << 40;

  static final int CLUSTER_BITS = 16;
  static final int CLUSTER = 1 << CLUSTER_BITS;

  private final long virtualSize;
  private final BitSet clusters;

  /**
   * @throws DiskFormatException if the disk is too large to be written
   */
  public DataMap(long virtualSize) throws DiskFormatException {
    requireWritable(virtualSize);
    this.virtualSize = virtualSize;
    this.clusters = new BitSet();
  }

  static void requireWritable(long virtualSize) throws DiskFormatException {
    if (virtualSize > MAX_VIRTUAL_SIZE) {
      throw new DiskFormatException(
          "qcow2: a disk of %d bytes is too large to be written".formatted(virtualSize));
    }
  }

  public long virtualSize() {
    return virtualSize;
  }

  /** The range is one cluster, or the short last one. */
  public interface ClusterTest {
    boolean holdsData(long from, int length) throws IOException;
  }

  /** Tests each cluster of a range that begins at a cluster. */
  public void mark(long from, long length, ClusterTest test) throws IOException {
    for (long at = from; at < from + length; at += CLUSTER) {
      if (test.holdsData(at, (int) Math.min(CLUSTER, from + length - at))) {
        clusters.set((int) (at >> CLUSTER_BITS));
      }
    }
  }

  /**
   * Looks at the range only, so that a walk through the disk takes as long as the disk is large.
   */
  public boolean holdsData(long from, long length) {
    long end = Math.ceilDiv(from + length, (long) CLUSTER);
    return anyDataIn((int) (from >> CLUSTER_BITS), (int) end);
  }

  boolean holdsData(int cluster) {
    return clusters.get(cluster);
  }

  int dataClusters() {
    return clusters.cardinality();
  }

  int clusterCount() {
    return Math.toIntExact(Math.ceilDiv(virtualSize, (long) CLUSTER));
  }

  boolean anyDataIn(int fromCluster, int toCluster) {
    return !clusters.get(fromCluster, toCluster).isEmpty();
  }
}
