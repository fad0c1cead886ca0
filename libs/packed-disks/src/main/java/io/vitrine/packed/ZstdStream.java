package io.vitrine.packed;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;

/**
 * The frames of a zstd (RFC 8878) one after the other, those to be skipped among them. {@link
 * com.github.luben.zstd.ZstdInputStream} will not do: it takes the end of the input inside a frame
 * that began in the same buffer as another one ended for the end of the data, and it would unpack
 * formats from before 1.0, too.
 *
 * <p>The library refuses a window above 128 MiB unless told otherwise.
 */
final class ZstdStream implements Decoder {
  static final int FRAME = 0xfd2fb528;

  private static final int BUFFER = 128 << 10;

  private final PackedInput input;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final ByteBuffer packed =
      ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private final ByteBuffer unpacked = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private final byte[] copy = new byte[BUFFER];
  private boolean inFrame;

  ZstdStream(PackedInput input) throws IOException {
    this.input = input;
    if (!input.more()) {
      throw new EOFException();
    }
  }

  static boolean isSkippable(int magic) {
    return (magic & 0xffff_fff0) == 0x184d2a50;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException, DataFormatException {
    while (!unpacked.hasRemaining()) {
      if (!inFrame && !enterFrame()) {
        return -1;
      }
      unpack();
    }
    int now = Math.min(length, unpacked.remaining());
    unpacked.get(target, from, now);
    return now;
  }

  private boolean enterFrame() throws IOException, DataFormatException {
    while (packed.remaining() < Integer.BYTES) {
      if (!fetch()) {
        if (packed.hasRemaining()) {
          throw new EOFException();
        }
        return false;
      }
    }
    int magic = packed.getInt(packed.position());
    if (magic != FRAME && !isSkippable(magic)) {
      throw new DataFormatException("something follows that is not a frame");
    }
    inFrame = true;
    return true;
  }

  private void unpack() throws IOException {
    unpacked.clear();
    int before = packed.remaining();
    try {
      inFrame = !context.decompressDirectByteBufferStream(unpacked, packed);
    } catch (ZstdException e) {
      // From here the code comes as the library has it, negative.
      if (-e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
        throw new PackedDiskException(
            "zstd: unpacking it takes more than 128 MiB of memory: compress it with a smaller window",
            e);
      }
      throw e;
    }
    boolean idle = unpacked.position() == 0 && packed.remaining() == before;
    unpacked.flip();
    if (inFrame && idle && !fetch()) {
      throw new EOFException();
    }
  }

  /** Gets more of what is packed, behind the rest that is not used yet. */
  private boolean fetch() throws IOException {
    packed.compact();
    int now = input.read(copy, 0, packed.remaining());
    packed.put(copy, 0, Math.max(0, now)).flip();
    return now > 0;
  }

  @Override
  public void close() {
    context.close();
  }
}
