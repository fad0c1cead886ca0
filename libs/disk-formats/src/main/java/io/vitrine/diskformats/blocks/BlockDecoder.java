package io.vitrine.diskformats.blocks;

import io.vitrine.diskformats.DiskFormatException;

/** Unpacks blocks one after the other; for one thread. */
public interface BlockDecoder extends AutoCloseable {

  /** Of formats that pack nothing. */
  BlockDecoder NONE =
      (block, packed, from, length, target, at) -> {
        throw new IllegalStateException("nothing is packed");
      };

  /**
   * Unpacks exactly one block.
   *
   * @param block the offset in the disk where it begins
   * @param packed holds the range of its {@link Place.Packed} at {@code from}
   * @param target has room for a whole block at {@code at}, also for the last one of a disk
   * @throws DiskFormatException if the bytes are anything but such a block
   */
  void decode(long block, byte[] packed, int from, int length, byte[] target, int at)
      throws DiskFormatException;

  @Override
  default void close() {}
}
