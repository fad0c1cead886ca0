package io.vitrine.diskformats.vmdk;

import io.vitrine.diskformats.SampleDisk;
import io.vitrine.diskformats.Zeros;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;

/**
 * Good images of our own, for tests to spoil, in the two ways that VMware's products write them.
 *
 * @param directory offset of the grain directory
 */
record SmallVmdk(byte[] image, int directory) {
  static final int SECTOR = 512;
  static final int GRAIN = 8 * SECTOR;
  static final int TABLE_ENTRIES = 64;
  static final int VIRTUAL_SIZE = 1_000_448;

  /** A header that is the last but one sector, and counts more than the first. */
  static final int FOOTER_FROM_END = 2 * SECTOR;

  private static final int OVERHEAD = 21;

  /** Begins with data, and has a stretch of zeros that is longer than what a table describes. */
  static byte[] disk() {
    return SampleDisk.bytes(VIRTUAL_SIZE, 5);
  }

  /** {@code monolithicSparse}, its grains in the opposite of the disk's order. */
  static SmallVmdk sparse() {
    byte[] disk = disk();
    int grains = Math.ceilDiv(disk.length, GRAIN);
    int tables = Math.ceilDiv(grains, TABLE_ENTRIES);
    int tableSectors = TABLE_ENTRIES * Integer.BYTES / SECTOR + 1;
    int firstTable = OVERHEAD + 1;
    int data = firstTable + tables * tableSectors;
    ByteBuffer image = little((data + grains * GRAIN / SECTOR) * SECTOR);
    putHeader(image, "monolithicSparse", OVERHEAD, false);
    int sector = data;
    for (int grain = grains - 1; grain >= 0; grain--) {
      byte[] bytes = Arrays.copyOfRange(disk, grain * GRAIN, (grain + 1) * GRAIN);
      int table = firstTable + grain / TABLE_ENTRIES * tableSectors;
      image.putInt(OVERHEAD * SECTOR + grain / TABLE_ENTRIES * Integer.BYTES, table);
      if (!Zeros.only(bytes, 0, GRAIN)) {
        image.putInt(table * SECTOR + grain % TABLE_ENTRIES * Integer.BYTES, sector);
        image.put(sector * SECTOR, bytes);
        sector += GRAIN / SECTOR;
      }
    }
    return new SmallVmdk(Arrays.copyOf(image.array(), sector * SECTOR), OVERHEAD * SECTOR);
  }

  /**
   * {@code streamOptimized}, each table behind its grains, the directory and a footer at the end.
   */
  static SmallVmdk stream() {
    return stream(SmallVmdk::deflate);
  }

  /** With its first grain packed in another way. */
  static SmallVmdk stream(UnaryOperator<byte[]> packing) {
    byte[] disk = disk();
    UnaryOperator<byte[]> packingNext = packing;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer front = little(OVERHEAD * SECTOR);
    putHeader(front, "streamOptimized", -1, true);
    out.writeBytes(front.array());
    int grains = Math.ceilDiv(disk.length, GRAIN);
    int tables = Math.ceilDiv(grains, TABLE_ENTRIES);
    ByteBuffer directory = little(roundUp(tables * Integer.BYTES));
    for (int table = 0; table < tables; table++) {
      ByteBuffer entries = little(roundUp(TABLE_ENTRIES * Integer.BYTES));
      for (int entry = 0; entry < TABLE_ENTRIES; entry++) {
        int from = (table * TABLE_ENTRIES + entry) * GRAIN;
        byte[] grain = Arrays.copyOfRange(disk, Math.min(from, disk.length), from + GRAIN);
        if (from < disk.length && !Zeros.only(grain, 0, GRAIN)) {
          entries.putInt(entry * Integer.BYTES, out.size() / SECTOR);
          out.writeBytes(packedGrain(from / SECTOR, packingNext.apply(grain)));
          packingNext = SmallVmdk::deflate;
        }
      }
      out.writeBytes(marker(entries.capacity() / SECTOR, 1));
      directory.putInt(table * Integer.BYTES, out.size() / SECTOR);
      out.writeBytes(entries.array());
    }
    out.writeBytes(marker(directory.capacity() / SECTOR, 2));
    int directoryAt = out.size();
    out.writeBytes(directory.array());
    out.writeBytes(marker(1, 3));
    ByteBuffer footer = little(SECTOR).put(0, front.array(), 0, SECTOR);
    out.writeBytes(footer.putLong(56, directoryAt / SECTOR).array());
    out.writeBytes(new byte[SECTOR]);
    return new SmallVmdk(out.toByteArray(), directoryAt);
  }

  /** Marker and stream, up to the end of the sector. */
  private static byte[] packedGrain(long sector, byte[] stream) {
    ByteBuffer packed = little(roundUp(12 + stream.length));
    return packed.putLong(0, sector).putInt(8, stream.length).put(12, stream).array();
  }

  static byte[] deflate(byte[] bytes) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] packed = new byte[bytes.length + 1000];
      return Arrays.copyOf(packed, deflater.deflate(packed));
    }
  }

  ByteBuffer copy() {
    return ByteBuffer.wrap(image.clone()).order(ByteOrder.LITTLE_ENDIAN);
  }

  int table(int number) {
    return copy().getInt(directory + number * Integer.BYTES) * SECTOR;
  }

  /** The offset of the entry for the first grain. */
  int firstEntry() {
    return table(0);
  }

  /** The offset of the first grain, or of its marker. */
  int firstGrain() {
    return copy().getInt(firstEntry()) * SECTOR;
  }

  private static void putHeader(ByteBuffer image, String type, long directory, boolean packed) {
    put(image, 0, "KDMV");
    image.putInt(4, packed ? 3 : 1).putInt(8, packed ? 0x30001 : 1);
    image.putLong(12, VIRTUAL_SIZE / SECTOR).putLong(20, GRAIN / SECTOR);
    image.putLong(28, 1).putLong(36, OVERHEAD - 1);
    image.putInt(44, TABLE_ENTRIES).putLong(56, directory);
    image.putLong(64, OVERHEAD).put(73, new byte[] {'\n', ' ', '\r', '\n'});
    image.putShort(77, (short) (packed ? 1 : 0));
    String descriptor =
        """
        # Disk DescriptorFile
        version=1
        CID=12345678
        parentCID=ffffffff
        createType="%s"

        RW %d SPARSE "disk.vmdk"
        """
            .formatted(type, VIRTUAL_SIZE / SECTOR);
    put(image, SECTOR, descriptor);
  }

  private static void put(ByteBuffer image, int at, String text) {
    image.put(at, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] marker(long sectors, int type) {
    return little(SECTOR).putLong(0, sectors).putInt(12, type).array();
  }

  private static int roundUp(int bytes) {
    return Math.ceilDiv(bytes, SECTOR) * SECTOR;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
