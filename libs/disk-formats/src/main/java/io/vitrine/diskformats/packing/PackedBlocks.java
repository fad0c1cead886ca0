package io.vitrine.diskformats.packing;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.diskformats.Zeros;
import java.io.IOException;
import java.util.Arrays;

/** A chunk of a disk, block by block: zeros, or packed. Holds about twice the chunk. */
public final class PackedBlocks {
  /** Bytes; the last block of a disk is filled up with zeros. */
  public static final int BLOCK = 64 << 10;

  private final BlockEncoder encoder;
  private final byte[] cutBlock = new byte[BLOCK];
  private byte[] chunk = {};
  private int length;
  private byte[] packed = {};

  /** Where each block's packed bytes end in the array; of zeros there are none. */
  private int[] ends = {};

  PackedBlocks(BlockEncoder encoder) {
    this.encoder = encoder;
  }

  void pack(byte[] bytes, int count) {
    chunk = bytes;
    length = count;
    if (ends.length < count()) {
      ends = new int[count()];
      packed = new byte[count() * (BLOCK + BlockEncoder.MOST_ADDED)];
    }
    int end = 0;
    for (int block = 0; block < count(); block++) {
      int from = block * BLOCK;
      int now = Math.min(BLOCK, length - from);
      if (!Zeros.only(chunk, from, now)) {
        end +=
            now == BLOCK
                ? encoder.encode(chunk, from, BLOCK, packed, end)
                : encoder.encode(filledUp(from, now), 0, BLOCK, packed, end);
      }
      ends[block] = end;
    }
  }

  private byte[] filledUp(int from, int count) {
    System.arraycopy(chunk, from, cutBlock, 0, count);
    Arrays.fill(cutBlock, count, BLOCK, (byte) 0);
    return cutBlock;
  }

  /** How many blocks there are. */
  public int count() {
    return Math.ceilDiv(length, BLOCK);
  }

  public boolean isZero(int block) {
    return packedLength(block) == 0;
  }

  /** May be more than {@link #BLOCK}: some bytes cannot be packed. */
  public int packedLength(int block) {
    return ends[block] - start(block);
  }

  private int start(int block) {
    return block == 0 ? 0 : ends[block - 1];
  }

  public void writePacked(int block, ByteSink sink) throws IOException {
    sink.write(packed, start(block), packedLength(block));
  }

  /** The whole block, as it is. */
  public void writePlain(int block, ByteSink sink) throws IOException {
    int from = block * BLOCK;
    int now = Math.min(BLOCK, length - from);
    sink.write(chunk, from, now);
    sink.writeZeros(BLOCK - now);
  }
}
