package io.vitrine.diskformats.deflate;

import io.vitrine.diskformats.packing.BlockEncoder;
import java.util.zip.Deflater;

/** Packs each block as a stream of its own. */
public final class DeflateEncoder {
  /** Half of what the usual level 6 costs, for 2 % more bytes. */
  private static final int LEVEL_OF_ZLIB = 4;

  /** The usual one: it takes half of the time of zlib's level 4. */
  private static final int LEVEL_OF_LIBDEFLATE = 6;

  private DeflateEncoder() {}

  public static BlockEncoder of(Wrapping wrapping) {
    return LibDeflate.isInstalled() ? new ByLibDeflate(wrapping) : byJdk(wrapping);
  }

  static BlockEncoder byJdk(Wrapping wrapping) {
    return new ByJdk(wrapping);
  }

  private static final class ByLibDeflate implements BlockEncoder {
    private final LibDeflate.Compressor compressor;

    ByLibDeflate(Wrapping wrapping) {
      this.compressor = new LibDeflate.Compressor(wrapping, LEVEL_OF_LIBDEFLATE);
    }

    @Override
    public int encode(byte[] block, int from, int length, byte[] target, int at) {
      int packed = compressor.compress(block, from, length, target, at, length + MOST_ADDED);
      if (packed == 0) {
        throw tooLong(length);
      }
      return packed;
    }

    @Override
    public void close() {
      compressor.close();
    }
  }

  private static final class ByJdk implements BlockEncoder {
    private final Deflater deflater;

    ByJdk(Wrapping wrapping) {
      this.deflater = new Deflater(LEVEL_OF_ZLIB, wrapping == Wrapping.BARE);
    }

    @Override
    public int encode(byte[] block, int from, int length, byte[] target, int at) {
      deflater.reset();
      deflater.setInput(block, from, length);
      deflater.finish();
      int packed = deflater.deflate(target, at, length + MOST_ADDED);
      if (!deflater.finished()) {
        throw tooLong(length);
      }
      return packed;
    }

    @Override
    public void close() {
      deflater.end();
    }
  }

  private static IllegalStateException tooLong(int length) {
    return new IllegalStateException(
        "%d bytes became more than %d".formatted(length, length + BlockEncoder.MOST_ADDED));
  }
}
