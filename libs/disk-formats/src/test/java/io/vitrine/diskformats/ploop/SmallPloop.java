package io.vitrine.diskformats.ploop;

import io.vitrine.diskformats.SampleDisk;
import io.vitrine.diskformats.Zeros;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Good images of our own, for tests to spoil. */
final class SmallPloop {
  static final int VIRTUAL_SIZE = 5_000_192;
  static final int TABLE = 64;
  static final String OLD = "WithoutFreeSpace";
  static final String LARGE = "WithouFreSpacExt";

  private static final int SECTOR = 512;

  private SmallPloop() {}

  static byte[] disk() {
    return SampleDisk.bytes(VIRTUAL_SIZE, 29);
  }

  /** Its blocks are in the opposite of the disk's order; those of zeros are left out. */
  static byte[] image(String magic, int blockSize) {
    byte[] disk = disk();
    int blocks = Math.ceilDiv(VIRTUAL_SIZE, blockSize);
    int unit = magic.equals(LARGE) ? blockSize : SECTOR;
    int data = Math.ceilDiv(TABLE + blocks * Integer.BYTES, unit) * unit;
    ByteBuffer image =
        ByteBuffer.allocate(data + blocks * blockSize).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0, magic.getBytes(StandardCharsets.US_ASCII));
    image.putInt(16, 2).putInt(28, blockSize / SECTOR).putInt(32, blocks);
    image.putLong(36, VIRTUAL_SIZE / SECTOR).putInt(48, data / SECTOR);
    int end = data;
    for (int block = blocks - 1; block >= 0; block--) {
      byte[] bytes = Arrays.copyOfRange(disk, block * blockSize, (block + 1) * blockSize);
      if (!Zeros.only(bytes, 0, blockSize)) {
        image.putInt(TABLE + block * Integer.BYTES, end / unit).put(end, bytes);
        end += blockSize;
      }
    }
    return Arrays.copyOf(image.array(), end);
  }
}
