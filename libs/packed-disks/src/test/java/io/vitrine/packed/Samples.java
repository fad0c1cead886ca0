package io.vitrine.packed;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Disks, and how others pack them. */
final class Samples {
  private static final Limits LIMITS = Limits.ofBytes(1L << 30);

  private Samples() {}

  /** Noise between stretches of zeros, as disks are. */
  static byte[] disk(int size) {
    Random random = new Random(size);
    byte[] disk = new byte[size];
    byte[] noise = new byte[700];
    for (int at = 0; at + noise.length <= size; at += 1000) {
      random.nextBytes(noise);
      System.arraycopy(noise, 0, disk, at, noise.length);
    }
    return disk;
  }

  static byte[] pack(Packing packing, byte[] disk) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream into = packer(packing, packed)) {
      into.write(disk);
    }
    return packed.toByteArray();
  }

  private static OutputStream packer(Packing packing, OutputStream packed) throws IOException {
    return switch (packing) {
      case GZIP -> new GZIPOutputStream(packed);
      case XZ -> new XZOutputStream(packed, new LZMA2Options(1));
      case ZSTD -> new ZstdOutputStream(packed).setChecksum(true);
      case BZIP2 -> new BZip2CompressorOutputStream(packed, 1);
      case ZIP -> {
        ZipArchiveOutputStream zip = new ZipArchiveOutputStream(packed);
        zip.putArchiveEntry(new ZipArchiveEntry("disk.img"));
        yield new OnlyEntry(zip);
      }
    };
  }

  private static final class OnlyEntry extends FilterOutputStream {
    OnlyEntry(ZipArchiveOutputStream zip) {
      super(zip);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      ((ZipArchiveOutputStream) out).closeArchiveEntry();
      super.close();
    }
  }

  static byte[] unpack(Packing packing, byte[] packed) throws IOException {
    try (InputStream disk = UnpackedDisk.open(packing, new Bytes(packed), LIMITS)) {
      return disk.readAllBytes();
    }
  }

  static byte[] join(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(pieces).forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** The same bytes over and over, for ever. */
  static InputStream forever(byte[] first, byte[] again) {
    return new InputStream() {
      private InputStream now = new ByteArrayInputStream(first);

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
      }

      @Override
      public int read(byte[] target, int from, int length) throws IOException {
        int count = now.read(target, from, length);
        if (count >= 0) {
          return count;
        }
        now = new ByteArrayInputStream(again);
        return now.read(target, from, length);
      }
    };
  }
}
