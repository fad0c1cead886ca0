package io.vitrine.diskformats.packing;

/** Packs blocks one after the other; for one thread at a time. */
public interface BlockEncoder extends AutoCloseable {

  /** By more bytes than this no block becomes longer. */
  int MOST_ADDED = 1024;

  /**
   * Packs a block.
   *
   * @param target has room for {@link #MOST_ADDED} more bytes than the block
   * @return the packed length
   */
  int encode(byte[] block, int from, int length, byte[] target, int at);

  @Override
  void close();
}
