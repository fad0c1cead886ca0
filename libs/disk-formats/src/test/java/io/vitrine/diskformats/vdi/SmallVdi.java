package io.vitrine.diskformats.vdi;

import io.vitrine.diskformats.SampleDisk;
import io.vitrine.diskformats.Zeros;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Good images of our own, for tests to spoil. */
final class SmallVdi {
  static final int VIRTUAL_SIZE = 5_000_192;
  static final int MAP = 512;
  static final int DATA = 8192;

  private SmallVdi() {}

  static byte[] disk() {
    return SampleDisk.bytes(VIRTUAL_SIZE, 23);
  }

  /** Its blocks are in the opposite of the disk's order; those of zeros are left out. */
  static byte[] dynamic(int blockSize) {
    byte[] disk = disk();
    int blocks = Math.ceilDiv(VIRTUAL_SIZE, blockSize);
    ByteBuffer image =
        ByteBuffer.allocate(DATA + blocks * blockSize).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0, "<<< a disk >>>\n".getBytes(StandardCharsets.US_ASCII));
    image.putInt(0x40, 0xbeda107f).putInt(0x44, 0x10001).putInt(0x48, 0x190).putInt(0x4c, 1);
    image.putInt(0x154, MAP).putInt(0x158, DATA).putInt(0x168, 512).putLong(0x170, VIRTUAL_SIZE);
    image.putInt(0x178, blockSize).putInt(0x180, blocks);
    int used = 0;
    for (int block = blocks - 1; block >= 0; block--) {
      byte[] bytes = Arrays.copyOfRange(disk, block * blockSize, (block + 1) * blockSize);
      if (Zeros.only(bytes, 0, blockSize)) {
        image.putInt(MAP + block * Integer.BYTES, block % 2 == 0 ? -1 : -2);
      } else {
        image.putInt(MAP + block * Integer.BYTES, used);
        image.put(DATA + used * blockSize, bytes);
        used++;
      }
    }
    image.putInt(0x184, used);
    return Arrays.copyOf(image.array(), DATA + used * blockSize);
  }
}
