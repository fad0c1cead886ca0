package io.vitrine.diskformats.deflate;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks whole streams in the shortest time, for one thread at a time. It may decline any; who is
 * declined asks {@link java.util.zip.Inflater}. So an image is taken or refused alike wherever it
 * is read.
 */
public final class BlockInflater implements AutoCloseable {
  private final LibDeflate.@Nullable Decompressor decompressor;

  public BlockInflater(Wrapping wrapping) {
    this.decompressor = LibDeflate.isInstalled() ? new LibDeflate.Decompressor(wrapping) : null;
  }

  /**
   * Returns how many bytes a stream holds and have been put into the room. Empty if it is declined,
   * which every stream is that is damaged or holds more; then the room may hold anything.
   */
  public OptionalInt inflate(byte[] packed, int from, int length, byte[] target, int at, int room) {
    if (decompressor == null) {
      return OptionalInt.empty();
    }
    int count = decompressor.decompress(packed, from, length, target, at, room);
    return count < 0 ? OptionalInt.empty() : OptionalInt.of(count);
  }

  @Override
  public void close() {
    if (decompressor != null) {
      decompressor.close();
    }
  }
}
