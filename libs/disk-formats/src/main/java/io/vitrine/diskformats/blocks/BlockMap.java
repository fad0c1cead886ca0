package io.vitrine.diskformats.blocks;

import io.vitrine.diskformats.DiskFormatException;
import java.io.IOException;

/**
 * What the tables of an image say about its disk. Nothing that they say is trusted.
 *
 * @implSpec Safe for use by several threads at once.
 */
public interface BlockMap {

  /** The format's name, for messages to the image's owner. */
  String format();

  /** In bytes; need not be a multiple of the size of the blocks. */
  long virtualSize();

  /** In bytes, the same for all blocks but the last, which the end of the disk may cut. */
  int blockSize();

  /**
   * Where the block is that holds a byte of the disk.
   *
   * @param guest an offset inside {@link #virtualSize()}, anywhere in the block
   * @throws DiskFormatException if the tables are damaged there
   */
  Place find(long guest) throws IOException;

  /** Unpacks what {@link #find} says is packed, for one thread. */
  default BlockDecoder decoder() {
    return BlockDecoder.NONE;
  }
}
