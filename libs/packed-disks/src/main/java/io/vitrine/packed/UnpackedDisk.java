package io.vitrine.packed;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a disk as they come out of what it is packed in. They are the whole disk only when
 * {@code read} has said that they end: checksums and sizes are checked on the way, and until then
 * any read may find that the packed bytes are damaged, cut short or a bomb. What comes out is not
 * unpacked again. For one thread.
 *
 * <p>A read throws {@link PackedDiskException} if the packed bytes are to blame, and whatever their
 * source threw if that failed.
 */
public final class UnpackedDisk extends InputStream {
  private final Packing packing;
  private final PackedInput packed;
  private final Decoder.Factory factory;
  private final Limits limits;
  private @Nullable Decoder decoder;
  private @Nullable Exception failure;
  private long unpacked;
  private boolean ended;

  private UnpackedDisk(
      Packing packing, PackedInput packed, Decoder.Factory factory, Limits limits) {
    this.packing = packing;
    this.packed = packed;
    this.factory = factory;
    this.limits = limits;
  }

  /**
   * Unpacks bytes that can be read anywhere; they are read once, from the first to the last, in
   * ranges of 4 MiB, the next one ahead.
   *
   * @throws PackedDiskException if that already shows in the directory of a zip
   */
  public static UnpackedDisk open(Packing packing, RandomAccessSource packed, Limits limits)
      throws IOException {
    if (packing != Packing.ZIP) {
      return open(packing, new SourceStream(packed, 0, packed.size()), limits);
    }
    ZipEntry entry = ZipDirectory.onlyFile(packed);
    limits.check(packing, entry.length(), entry.packedLength());
    return new UnpackedDisk(
        packing,
        new PackedInput(new SourceStream(packed, entry.offset(), entry.packedLength())),
        input -> new ZipStream(entry, input),
        limits);
  }

  /**
   * Unpacks bytes that come once, from the first to the last.
   *
   * @throws IllegalArgumentException for a zip, which takes bytes that can be read anywhere
   */
  public static UnpackedDisk open(Packing packing, InputStream packed, Limits limits) {
    Decoder.Factory factory =
        switch (packing) {
          case GZIP -> GzipStream::new;
          case XZ -> XzStream::new;
          case ZSTD -> ZstdStream::new;
          case BZIP2 -> Bzip2Stream::new;
          case ZIP ->
              throw new IllegalArgumentException(packing + " is not unpacked from a stream");
        };
    return new UnpackedDisk(packing, new PackedInput(packed), factory, limits);
  }

  /** How many of the packed bytes have been used so far. */
  public long packedBytes() {
    return packed.taken();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, target.length);
    if (failure != null) {
      // What a decoder gives after a gap would be another disk.
      throw known(failure);
    }
    if (length == 0 || ended) {
      return ended ? -1 : 0;
    }
    try {
      int now = decode(target, from, length);
      ended = now < 0;
      unpacked += Math.max(0, now);
      limits.check(packing, unpacked, packed.taken());
      return now;
    } catch (IOException | DataFormatException | RuntimeException e) {
      failure = packed.failure() == null ? judge(e) : packed.failure();
      throw known(failure);
    }
  }

  private int decode(byte[] target, int from, int length) throws IOException, DataFormatException {
    Decoder open = decoder;
    if (open == null) {
      open = decoder = factory.open(packed);
    }
    // One byte more than allowed, so that a disk of just that size still ends well.
    int most = (int) Math.min(length - 1, limits.maxBytes() - unpacked) + 1;
    int now = open.read(target, from, most);
    if (now == 0) {
      throw new DataFormatException("neither a byte nor the end");
    }
    return now;
  }

  private PackedDiskException judge(Exception thrown) {
    return switch (thrown) {
      case PackedDiskException verdict -> verdict;
      case EOFException cause ->
          new PackedDiskException(packing + ": it ends too early, it was cut short", cause);
      default -> new PackedDiskException(packing + ": it is damaged", thrown);
    };
  }

  /** The same again, as the unchecked one that it may be. */
  private static IOException known(Exception failure) {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return (IOException) failure;
  }

  @Override
  public void close() throws IOException {
    try (packed) {
      if (decoder != null) {
        decoder.close();
      }
    }
  }
}
