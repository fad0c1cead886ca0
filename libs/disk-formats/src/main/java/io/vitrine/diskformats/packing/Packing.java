package io.vitrine.diskformats.packing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Packs chunks, several at once, in memory that is used again: as much as for the most chunks that
 * were packed and not yet {@link #done} at one time.
 */
public final class Packing implements AutoCloseable {
  private final Supplier<BlockEncoder> encoders;
  private final Queue<BlockEncoder> made = new ConcurrentLinkedQueue<>();
  private final Queue<PackedBlocks> idle = new ConcurrentLinkedQueue<>();

  public Packing(Supplier<BlockEncoder> encoders) {
    this.encoders = encoders;
  }

  /** For any thread. The bytes must not change until the chunk is done. */
  public PackedBlocks pack(byte[] bytes, int length) {
    PackedBlocks spare = idle.poll();
    PackedBlocks blocks = spare == null ? make() : spare;
    blocks.pack(bytes, length);
    return blocks;
  }

  private PackedBlocks make() {
    BlockEncoder encoder = encoders.get();
    made.add(encoder);
    return new PackedBlocks(encoder);
  }

  /** Takes back a chunk, which nobody may touch any more. */
  public void done(PackedBlocks blocks) {
    idle.add(blocks);
  }

  /** When nothing is being packed any more. */
  @Override
  public void close() {
    made.forEach(BlockEncoder::close);
  }
}
