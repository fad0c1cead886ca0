package io.vitrine.diskformats.vhd;

import static io.vitrine.diskformats.inspection.DiskSamples.dynamicVhd;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/** A good dynamic disk, for tests to spoil. */
final class SmallVhd {
  static final int SECTOR = 512;
  static final int HEADER = 512;
  static final int TABLE = 3 * SECTOR;
  static final int BLOCK = 16 * 1024;
  static final int BLOCK_WITH_BITMAP = SECTOR + BLOCK;
  static final int FIRST_BLOCK = 8 * SECTOR;

  private SmallVhd() {}

  /**
   * Of four and a half blocks: the last but one lies first, the second is not there. All sectors of
   * those that are there were written.
   */
  static byte[] with(Consumer<ByteBuffer> change) {
    byte[] noise = new byte[4 * BLOCK_WITH_BITMAP];
    new Random(1).nextBytes(noise);
    return dynamicVhd(disk -> {
      disk.putLong(48, 4 * BLOCK + BLOCK / 2).putInt(HEADER + 28, 5).putInt(HEADER + 32, BLOCK);
      disk.put(FIRST_BLOCK, noise);
      int[] order = {1, -1, 2, 0, 3};
      for (int block = 0; block < order.length; block++) {
        int at = FIRST_BLOCK + order[block] * BLOCK_WITH_BITMAP;
        disk.putInt(TABLE + 4 * block, order[block] < 0 ? -1 : at / SECTOR);
        if (order[block] >= 0) {
          disk.putInt(at, -1);
        }
      }
      change.accept(disk);
    });
  }

  /** A block's bytes, by where it lies. */
  static byte[] stored(byte[] image, int number) {
    int at = FIRST_BLOCK + number * BLOCK_WITH_BITMAP + SECTOR;
    return Arrays.copyOfRange(image, at, at + BLOCK);
  }
}
