package io.vitrine.diskformats.ploop;

import static io.vitrine.diskformats.ploop.PloopHeader.require;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.TableCache;
import io.vitrine.diskformats.blocks.BlockDisk;
import io.vitrine.diskformats.blocks.BlockMap;
import io.vitrine.diskformats.blocks.Place;
import io.vitrine.diskformats.inspection.FormatInspector;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * An untrusted expandable image of Parallels or ploop. One table has a number of 32 bits for each
 * block of the disk: where in the file it is, or zero for one that was never written.
 *
 * <p>The table is read through the cache and checked where it is needed: an image that opens may
 * still turn out to be damaged while it is read.
 */
public final class PloopImage implements BlockMap {
  private final PloopHeader header;
  private final TableCache tables;

  private PloopImage(RandomAccessSource source, PloopHeader header) {
    this.header = header;
    this.tables =
        new TableCache(
            source,
            Integer.BYTES,
            ByteOrder.LITTLE_ENDIAN,
            "ploop: the image is cut short: its tables lie beyond its end");
  }

  /**
   * The disk in an image.
   *
   * @throws DiskFormatException also for what inspection refuses, and for images with a feature
   *     that is required and unknown
   */
  public static GuestDisk open(RandomAccessSource source) throws IOException {
    FormatInspector.require(DiskFormat.PLOOP, source);
    byte[] front = new byte[PloopHeader.BYTES];
    source.readFully(0, front, 0, front.length);
    PloopHeader header = PloopHeader.parse(front);
    PloopImage map = new PloopImage(source, header);
    if (header.extension() != 0) {
      require(
          header.extension() >= header.data() && header.extension() <= source.size(),
          "ploop: the format extension is misplaced");
      FormatExtension.check(map.tables, header.extension(), header.blockSize());
    }
    return new BlockDisk(source, map);
  }

  @Override
  public String format() {
    return "ploop";
  }

  @Override
  public long virtualSize() {
    return header.virtualSize();
  }

  @Override
  public int blockSize() {
    return header.blockSize();
  }

  @Override
  public Place find(long guest) throws IOException {
    long block = guest / blockSize();
    long entry = tables.unsignedIntAt(PloopHeader.BYTES + block * Integer.BYTES);
    if (entry == 0) {
      return new Place.Zeros((block + 1) * blockSize());
    }
    // Some readers go by the mark, others by the table.
    require(!header.empty(), "ploop: the disk is marked as empty, but has a block");
    long offset = entry * header.unit();
    require(
        offset >= header.data(),
        "ploop: the block at guest offset %d lies in the image's tables"
            .formatted(block * blockSize()));
    return new Place.Plain(offset);
  }
}
