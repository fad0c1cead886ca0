package io.vitrine.diskformats.vmdk;

import static io.vitrine.diskformats.vmdk.SparseHeader.SECTOR;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.blocks.BlockDecoder;
import io.vitrine.diskformats.deflate.BlockInflater;
import io.vitrine.diskformats.deflate.Wrapping;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the grains of a {@code streamOptimized} disk. Each is a marker (the sector of the disk in
 * 8 bytes, the packed length in 4) and a zlib stream. Readers of the stream go by the markers and
 * we by the tables; an image where they differ would be another disk to each, so it is refused.
 */
final class GrainDecoder implements BlockDecoder {
  static final int MARKER = 12;

  private final int grainSize;
  private final long virtualSize;
  private final BlockInflater inflater = new BlockInflater(Wrapping.ZLIB);

  GrainDecoder(int grainSize, long virtualSize) {
    this.grainSize = grainSize;
    this.virtualSize = virtualSize;
  }

  /** In bytes, with the marker: what does not pack becomes longer, but nothing doubles. */
  static int mostPacked(int grainSize) {
    return MARKER + 2 * grainSize;
  }

  @Override
  public void decode(long grain, byte[] packed, int from, int length, byte[] target, int at)
      throws DiskFormatException {
    ByteBuffer marker =
        ByteBuffer.wrap(packed, from, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    if (length <= MARKER) {
      throw damaged(grain, null);
    }
    if (marker.getLong(0) != grain / SECTOR) {
      throw new DiskFormatException(
          "vmdk: the marker of the grain at guest offset %d is another grain's".formatted(grain));
    }
    long packedLength = Integer.toUnsignedLong(marker.getInt(Long.BYTES));
    if (packedLength > length - MARKER) {
      throw damaged(grain, null);
    }
    try {
      int done = inflater.inflate(packed, from + MARKER, (int) packedLength, target, at, grainSize);
      // The last grain may be packed whole, or only as far as the disk goes.
      if ((done != grainSize && done != virtualSize - grain) || !inflater.ends()) {
        throw damaged(grain, null);
      }
    } catch (DataFormatException e) {
      throw damaged(grain, e);
    }
  }

  private static DiskFormatException damaged(long grain, @Nullable Exception cause) {
    String message =
        "vmdk: the compressed grain at guest offset %d is damaged or cut short".formatted(grain);
    return cause == null
        ? new DiskFormatException(message)
        : new DiskFormatException(message, cause);
  }

  @Override
  public void close() {
    inflater.close();
  }
}
