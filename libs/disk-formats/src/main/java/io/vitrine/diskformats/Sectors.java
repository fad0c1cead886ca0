package io.vitrine.diskformats;

/** For whoever reads an image, a disk is made of whole sectors. */
public final class Sectors {
  /** Bytes. */
  public static final int SIZE = 512;

  private Sectors() {}

  /** The bytes of all sectors that so many bytes take. */
  public static long whole(long bytes) {
    return Math.ceilDiv(bytes, (long) SIZE) * SIZE;
  }
}
