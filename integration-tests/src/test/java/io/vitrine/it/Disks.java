package io.vitrine.it;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.conversion.OutputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Disk images for tests, made here. */
final class Disks {
  private Disks() {}

  /** A disk of random stretches between zeros. */
  static byte[] raw(int size, long seed) {
    byte[] disk = new byte[size];
    Random random = new Random(seed);
    byte[] block = new byte[1 << 16];
    for (int at = 0; at + block.length <= size; at += 3 * block.length) {
      random.nextBytes(block);
      System.arraycopy(block, 0, disk, at, block.length);
    }
    return disk;
  }

  static byte[] qcow2(byte[] raw) {
    return convert(raw, DiskFormat.RAW, OutputFormat.QCOW2);
  }

  /** A disk of zeros, of which a qcow2 image holds next to nothing. */
  static byte[] sparseQcow2(long size) {
    byte[] image = qcow2(new byte[1 << 20]);
    ByteBuffer header = ByteBuffer.wrap(image);
    header.putLong(24, size);
    // Each entry of the first table stands for 512 MiB.
    header.putInt(36, Math.toIntExact(size >> 29));
    return image;
  }

  static byte[] vmdk(byte[] raw) {
    return convert(raw, DiskFormat.RAW, OutputFormat.VMDK);
  }

  /** What a guest sees of an image in that format. */
  static byte[] rawOf(String format, byte[] image) {
    return convert(image, DiskFormat.fromWireName(format).orElseThrow(), OutputFormat.RAW);
  }

  private static byte[] convert(byte[] image, DiskFormat from, OutputFormat to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Converter.convert(source(image), from, to, out::write, (done, total) -> {});
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  /** A qcow2 image that reads another file as its base. */
  static byte[] withBackingFile(byte[] qcow2) {
    byte[] hostile = qcow2.clone();
    ByteBuffer header = ByteBuffer.wrap(hostile);
    header.putLong(8, 512);
    header.putInt(16, 11);
    header.put(512, "/etc/passwd".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return hostile;
  }

  /** A qcow2 image whose clusters lie in another file: incompatible feature bit 2. */
  static byte[] withDataFile(byte[] qcow2) {
    byte[] hostile = qcow2.clone();
    ByteBuffer header = ByteBuffer.wrap(hostile);
    header.putLong(72, header.getLong(72) | 4);
    return hostile;
  }

  static String md5(byte[] bytes) {
    return digest("MD5", bytes);
  }

  static String sha512(byte[] bytes) {
    return digest("SHA-512", bytes);
  }

  /**
   * In hexadecimal.
   *
   * @param algorithm as Java calls it
   */
  static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static RandomAccessSource source(byte[] bytes) {
    return new RandomAccessSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public void readFully(long offset, byte[] target, int from, int length) {
        System.arraycopy(bytes, Math.toIntExact(offset), target, from, length);
      }
    };
  }
}
