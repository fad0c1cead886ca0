package io.vitrine.store.upload;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of one upload, used again and again. There are as many as the digests may be behind.
 */
public final class Chunks {
  public static final int SIZE = 256 << 10;

  private final ConcurrentLinkedQueue<byte[]> idle = new ConcurrentLinkedQueue<>();

  public byte[] take() {
    byte @Nullable [] chunk = idle.poll();
    return chunk == null ? new byte[SIZE] : chunk;
  }

  public void giveBack(byte[] chunk) {
    idle.add(chunk);
  }
}
