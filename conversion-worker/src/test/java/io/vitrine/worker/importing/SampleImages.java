package io.vitrine.worker.importing;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.conversion.OutputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Images made for the tests. */
final class SampleImages {
  private static final int CLUSTER = 64 * 1024;
  private static final int VDI_DATA = 1024;
  private static final int VDI_BLOCK = 8 << 20;

  private SampleImages() {}

  /** A disk of random clusters with holes between them. */
  static byte[] disk(int size) {
    byte[] disk = new byte[size];
    Random random = new Random(size);
    byte[] cluster = new byte[CLUSTER];
    for (int at = 0; at + CLUSTER <= size; at += 3 * CLUSTER) {
      random.nextBytes(cluster);
      System.arraycopy(cluster, 0, disk, at, CLUSTER);
    }
    return disk;
  }

  static byte[] qcow2(byte[] disk) {
    return convert(disk, DiskFormat.RAW, OutputFormat.QCOW2);
  }

  static byte[] diskIn(byte[] qcow2) {
    return diskIn(qcow2, DiskFormat.QCOW2);
  }

  static byte[] diskIn(byte[] image, DiskFormat format) {
    return convert(image, format, OutputFormat.RAW);
  }

  /** A dynamic disk of VirtualBox, in one block. */
  static byte[] vdi(byte[] disk) {
    ByteBuffer image = ByteBuffer.allocate(VDI_DATA + VDI_BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    image.putInt(0x40, 0xbeda107f).putInt(0x44, 0x10001).putInt(0x4c, 1);
    image.putInt(0x154, 512).putInt(0x158, VDI_DATA).putInt(0x168, 512);
    image.putLong(0x170, disk.length).putInt(0x178, VDI_BLOCK).putInt(0x180, 1).putInt(0x184, 1);
    return image.put(VDI_DATA, disk).array();
  }

  /** A fixed disk of Hyper-V. */
  static byte[] vhd(byte[] disk) {
    ByteBuffer footer =
        ByteBuffer.allocate(512).put("conectix".getBytes(StandardCharsets.US_ASCII));
    footer.putLong(16, -1).putInt(28, 0x77696e20).putLong(48, disk.length).putInt(60, 2);
    int sum = 0;
    for (byte value : footer.array()) {
      sum += value & 0xff;
    }
    footer.putInt(64, ~sum);
    return ByteBuffer.allocate(disk.length + 512).put(disk).put(footer.array()).array();
  }

  static byte[] qcow2WithBackingFile(byte[] disk) {
    byte[] image = qcow2(disk);
    byte[] name = "/etc/shadow".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer header = ByteBuffer.wrap(image);
    header.putLong(8, 512).putInt(16, name.length).put(512, name);
    return image;
  }

  static byte[] truncated(byte[] image) {
    return Arrays.copyOf(image, image.length / 2);
  }

  private static byte[] convert(byte[] image, DiskFormat from, OutputFormat to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteSink sink = out::write;
    try {
      Converter.convert(new Bytes(image), from, to, sink, (done, total) -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  private record Bytes(byte[] bytes) implements RandomAccessSource {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void readFully(long offset, byte[] target, int from, int length) {
      System.arraycopy(bytes, Math.toIntExact(offset), target, from, length);
    }
  }
}
