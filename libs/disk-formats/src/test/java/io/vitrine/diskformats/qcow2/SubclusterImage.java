package io.vitrine.diskformats.qcow2;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * Hand-made images with extended L2 entries, for tests to spoil: header, L1 table, one L2 table,
 * and clusters of noise. Clusters have 16 KiB, so their parts have 512 bytes.
 */
public final class SubclusterImage {
  public static final int CLUSTER = 16 * 1024;
  public static final int PART = CLUSTER / 32;
  public static final int L1 = CLUSTER;
  public static final int L2 = 2 * CLUSTER;

  /** Where the first cluster of noise is. */
  public static final int DATA = 3 * CLUSTER;

  /** As much as one L2 table describes: half of what it does with entries of the usual size. */
  public static final int OF_ONE_TABLE = 1024 * CLUSTER;

  private final ByteBuffer image;

  /** A disk of so many clusters of zeros, and in the image as many of noise. */
  public SubclusterImage(int clusters) {
    this.image = ByteBuffer.allocate(DATA + clusters * CLUSTER);
    byte[] noise = new byte[clusters * CLUSTER];
    new Random(5).nextBytes(noise);
    image.put(DATA, noise);
    image.putInt(0, Qcow2Header.MAGIC).putInt(4, 3).putInt(20, 14);
    image.putLong(24, (long) clusters * CLUSTER).putInt(36, 1).putLong(40, L1);
    image.putLong(48, L1).putLong(72, 1 << 4).putInt(96, 4).putInt(100, 104);
    image.putLong(L1, L2);
  }

  /** The L2 entry of a cluster of the disk, both halves of it. */
  public SubclusterImage entry(int cluster, long descriptor, long bitmap) {
    image.putLong(L2 + cluster * 16, descriptor).putLong(L2 + cluster * 16 + 8, bitmap);
    return this;
  }

  public SubclusterImage putLong(int at, long value) {
    image.putLong(at, value);
    return this;
  }

  public SubclusterImage putInt(int at, int value) {
    image.putInt(at, value);
    return this;
  }

  public byte[] bytes() {
    return image.array();
  }

  /** What lies in the image there. */
  public byte[] bytes(int from, int length) {
    return Arrays.copyOfRange(image.array(), from, from + length);
  }
}
