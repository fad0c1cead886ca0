package io.vitrine.diskformats.vmdk;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.diskformats.CountedSink;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.DiskWriter;
import io.vitrine.diskformats.Sectors;
import io.vitrine.diskformats.deflate.DeflateEncoder;
import io.vitrine.diskformats.deflate.Wrapping;
import io.vitrine.diskformats.packing.PackedBlocks;
import io.vitrine.diskformats.packing.Packing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a {@code streamOptimized} VMDK front to back, as VMware's own tools do (Virtual Disk
 * Format 5.0, "Stream-Optimized Compressed Sparse Extents"): every table comes behind what it is
 * about, and the footer, which repeats the header, says where the last one is.
 *
 * <pre>
 * header, descriptor | grains of 32 MiB of the disk, their table | … | directory | footer | end
 * </pre>
 *
 * <p>Before a table, the directory, the footer and the end is a sector that says what follows. All
 * places are sectors in 32 bits, so an image has 2 TiB at most.
 */
public final class VmdkWriter implements DiskWriter<PackedBlocks> {
  private static final int SECTOR = Sectors.SIZE;
  private static final int GRAIN = PackedBlocks.BLOCK;
  private static final int TABLE_ENTRIES = 512;
  private static final int DESCRIPTOR_SECTORS = 20;

  /** Sectors before the first grain. */
  private static final int OVERHEAD = 128;

  private static final long MAX_SECTORS = 1L << 32;
  private static final long DIRECTORY_AT_END = -1;

  private static final int END = 0;
  private static final int TABLE = 1;
  private static final int DIRECTORY = 2;
  private static final int FOOTER = 3;

  private final long sectors;
  private final CountedSink out;
  private final Packing packing = new Packing(() -> DeflateEncoder.of(Wrapping.ZLIB));
  private final int[] table = new int[TABLE_ENTRIES];
  private final int[] directory;

  /** The number of the next one. */
  private long grain;

  /**
   * @param virtualSize what {@link #prepare} gets in all; the image's is rounded up to sectors
   * @throws DiskFormatException if the format has no way to say such a size
   */
  public VmdkWriter(long virtualSize, ByteSink sink) throws DiskFormatException {
    this.sectors = Sectors.whole(virtualSize) / SECTOR;
    if (sectors == 0) {
      throw new DiskFormatException("vmdk: a disk without a byte cannot be written");
    }
    if (sectors > MAX_SECTORS) {
      throw new DiskFormatException(
          "vmdk: a disk of %d bytes is too large to be written".formatted(virtualSize));
    }
    this.out = new CountedSink(sink);
    long grains = Math.ceilDiv(virtualSize, (long) GRAIN);
    this.directory = new int[(int) Math.ceilDiv(grains, (long) TABLE_ENTRIES)];
  }

  @Override
  public void begin() throws IOException {
    write(header(DIRECTORY_AT_END));
    byte[] descriptor = descriptor().getBytes(StandardCharsets.US_ASCII);
    out.write(descriptor, 0, descriptor.length);
    out.align(OVERHEAD * SECTOR);
  }

  private ByteBuffer header(long directoryAt) {
    ByteBuffer header = littleEndian(SECTOR);
    header.put(0, "KDMV".getBytes(StandardCharsets.US_ASCII));
    header.putInt(4, 3);
    // Line ends below are valid; grains are compressed and have markers.
    header.putInt(8, 0x30001);
    header.putLong(12, sectors);
    header.putLong(20, GRAIN / SECTOR);
    header.putLong(28, 1);
    header.putLong(36, DESCRIPTOR_SECTORS);
    header.putInt(44, TABLE_ENTRIES);
    header.putLong(56, directoryAt);
    header.putLong(64, OVERHEAD);
    header.put(73, new byte[] {'\n', ' ', '\r', '\n'});
    header.putShort(77, (short) 1);
    return header;
  }

  /** The geometry is what an IDE disk of the size has. */
  private String descriptor() {
    return """
    # Disk DescriptorFile
    version=1
    CID=fffffffe
    parentCID=ffffffff
    createType="streamOptimized"

    # Extent description
    RW %d SPARSE "disk.vmdk"

    # The Disk Data Base
    #DDB

    ddb.virtualHWVersion = "4"
    ddb.geometry.cylinders = "%d"
    ddb.geometry.heads = "16"
    ddb.geometry.sectors = "63"
    ddb.adapterType = "ide"
    """
        .formatted(sectors, Math.min(16_383, sectors / (16 * 63)));
  }

  @Override
  public PackedBlocks prepare(byte[] bytes, int length) {
    return packing.pack(bytes, length);
  }

  @Override
  public void data(PackedBlocks chunk) throws IOException {
    for (int block = 0; block < chunk.count(); block++) {
      if (!chunk.isZero(block)) {
        table[(int) (grain % TABLE_ENTRIES)] = sector();
        write(
            littleEndian(GrainDecoder.MARKER)
                .putLong(0, grain * (GRAIN / SECTOR))
                .putInt(8, chunk.packedLength(block)));
        chunk.writePacked(block, out);
        out.align(SECTOR);
      }
      skip(1);
    }
    packing.done(chunk);
  }

  @Override
  public void zeros(long count) throws IOException {
    skip(Math.ceilDiv(count, (long) GRAIN));
  }

  private void skip(long grains) throws IOException {
    for (long left = grains; left > 0; ) {
      long now = Math.min(left, TABLE_ENTRIES - grain % TABLE_ENTRIES);
      int current = (int) (grain / TABLE_ENTRIES);
      grain += now;
      left -= now;
      if (grain / TABLE_ENTRIES > current) {
        writeTable(current);
      }
    }
  }

  private void writeTable(int number) throws IOException {
    if (Arrays.stream(table).anyMatch(sector -> sector != 0)) {
      directory[number] = write(TABLE, table);
      Arrays.fill(table, 0);
    }
  }

  @Override
  public void end() throws IOException {
    if (grain % TABLE_ENTRIES > 0) {
      writeTable((int) (grain / TABLE_ENTRIES));
    }
    int directoryAt = write(DIRECTORY, directory);
    write(marker(FOOTER, 1));
    write(header(Integer.toUnsignedLong(directoryAt)));
    write(marker(END, 0));
  }

  /**
   * Writes a table with its marker.
   *
   * @return its first sector
   */
  private int write(int type, int[] entries) throws IOException {
    ByteBuffer bytes = littleEndian((int) Sectors.whole((long) entries.length * Integer.BYTES));
    write(marker(type, bytes.capacity() / SECTOR));
    int at = sector();
    bytes.asIntBuffer().put(entries);
    write(bytes);
    return at;
  }

  private static ByteBuffer marker(int type, int sectorsOfIt) {
    return littleEndian(SECTOR).putLong(0, sectorsOfIt).putInt(12, type);
  }

  /** Where the next byte goes; unsigned. */
  private int sector() throws DiskFormatException {
    long next = out.position() / SECTOR;
    if (next >= MAX_SECTORS) {
      throw new DiskFormatException("vmdk: the image would be larger than 2 TiB");
    }
    return (int) next;
  }

  private void write(ByteBuffer bytes) throws IOException {
    byte[] all = new byte[bytes.capacity()];
    bytes.get(0, all);
    out.write(all, 0, all.length);
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    packing.close();
  }
}
