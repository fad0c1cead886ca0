package io.vitrine.packed;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/** The streams of an xz one after the other, with padding as the format has it. */
final class XzStream implements Decoder {

  /** {@code xz -9} takes half of it. */
  private static final int MOST_DICTIONARY = 128 << 20;

  private static final int MOST_KIB = (MOST_DICTIONARY >> 10) + 1024;

  private final XZInputStream stream;

  XzStream(PackedInput input) throws IOException {
    stream = new XZInputStream(input, MOST_KIB, true, new OneDictionary());
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    try {
      return stream.read(target, from, length);
    } catch (MemoryLimitException e) {
      throw new PackedDiskException(
          "xz: unpacking it takes %d MiB of memory, and more than %d MiB is not given: compress it with a smaller dictionary"
              .formatted(e.getMemoryNeeded() >> 10, MOST_DICTIONARY >> 20),
          e);
    }
  }

  @Override
  public void close() {
    try {
      stream.close(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Lends the same memory to one block after the other: each may be a few bytes that ask for the
   * largest dictionary.
   */
  private static final class OneDictionary extends ArrayCache {
    private static final int WORTH_KEEPING = 1 << 20;

    private byte @Nullable [] kept;

    @Override
    public byte[] getByteArray(int size, boolean fillWithZeros) {
      byte[] lent = kept;
      if (fillWithZeros || lent == null || size < WORTH_KEEPING || lent.length < size) {
        // A larger one takes the place of the one that was kept.
        kept = size < WORTH_KEEPING ? lent : null;
        return new byte[size];
      }
      kept = null;
      return lent;
    }

    @Override
    public void putArray(byte[] array) {
      if (array.length >= WORTH_KEEPING) {
        kept = array;
      }
    }
  }
}
