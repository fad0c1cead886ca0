package io.vitrine.diskformats.vhdx;

import static io.vitrine.diskformats.vhdx.VhdxFront.require;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.TableCache;
import io.vitrine.diskformats.blocks.BlockDisk;
import io.vitrine.diskformats.blocks.BlockMap;
import io.vitrine.diskformats.blocks.Place;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * The block table of an untrusted VHDX: [MS-VHDX] 2.5. Memory is bounded by the table cache.
 *
 * <p>Entries are checked when they are first needed: an image that opens may still turn out to be
 * damaged while it is read. The bitmaps of sectors between them matter to disks with a parent only.
 */
public final class VhdxImage implements BlockMap {
  private static final int STATE = 7;
  private static final int NOT_PRESENT = 0;
  private static final int UNDEFINED = 1;
  private static final int ZERO = 2;
  private static final int UNMAPPED = 3;

  /** Of the format's draft, which QEMU reads too. */
  private static final int UNMAPPED_BEFORE_1_0 = 5;

  private static final int FULLY_PRESENT = 6;
  private static final int PARTIALLY_PRESENT = 7;
  private static final long MEBIBYTE = 1 << 20;

  private final VhdxFront.Region blocks;
  private final VhdxMetadata metadata;
  private final TableCache table;

  private VhdxImage(RandomAccessSource source, VhdxFront.Region blocks, VhdxMetadata metadata) {
    this.blocks = blocks;
    this.metadata = metadata;
    this.table =
        new TableCache(
            source,
            Long.BYTES,
            ByteOrder.LITTLE_ENDIAN,
            "vhdx: the image is cut short: its block table lies beyond its end");
  }

  /**
   * Reads the headers and the metadata.
   *
   * @param source an image whose log is empty, as {@link VhdxLog#replay} makes it
   * @throws DiskFormatException if the image is damaged, has a parent or changes in its log, or is
   *     not a VHDX
   */
  public static GuestDisk open(RandomAccessSource source) throws IOException {
    VhdxFront front = VhdxFront.parse(read(source, 0, VhdxFront.BYTES), source.size());
    VhdxMetadata metadata =
        VhdxMetadata.parse(read(source, front.metadata().offset(), VhdxMetadata.BYTES));
    long blocks = metadata.blocks();
    require(
        blocks == 0 || index(blocks - 1, metadata) < front.blocks().length() / Long.BYTES,
        "vhdx: the block table is too small for the virtual size");
    return new BlockDisk(source, new VhdxImage(source, front.blocks(), metadata));
  }

  static byte[] read(RandomAccessSource source, long offset, int atMost) throws IOException {
    byte[] bytes = new byte[(int) Math.min(atMost, source.size() - offset)];
    source.readFully(offset, bytes, 0, bytes.length);
    return bytes;
  }

  @Override
  public String format() {
    return "vhdx";
  }

  @Override
  public long virtualSize() {
    return metadata.virtualSize();
  }

  @Override
  public int blockSize() {
    return metadata.blockSize();
  }

  @Override
  public Place find(long guest) throws IOException {
    long block = guest / blockSize();
    long entry = table.longAt(blocks.offset() + index(block, metadata) * Long.BYTES);
    int state = (int) (entry & STATE);
    return switch (state) {
      case NOT_PRESENT, UNDEFINED, ZERO, UNMAPPED, UNMAPPED_BEFORE_1_0 ->
          new Place.Zeros((block + 1) * blockSize());
      case FULLY_PRESENT -> {
        long offset = entry & -MEBIBYTE;
        require(
            offset >= MEBIBYTE,
            "vhdx: the block at guest offset %d is misplaced".formatted(block * blockSize()));
        yield new Place.Plain(offset);
      }
      case PARTIALLY_PRESENT ->
          throw new DiskFormatException(
              "vhdx: a block is partially present, but disks with a parent are not allowed");
      default ->
          throw new DiskFormatException(
              "vhdx: the block at guest offset %d has the unknown state %d"
                  .formatted(block * blockSize(), state));
    };
  }

  private static long index(long block, VhdxMetadata metadata) {
    return block + block / metadata.blocksPerBitmap();
  }
}
