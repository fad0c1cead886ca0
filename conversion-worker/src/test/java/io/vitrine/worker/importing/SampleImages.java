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
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

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

  /** An expandable image of Virtuozzo, in one block. */
  static byte[] ploop(byte[] disk) {
    ByteBuffer image = ByteBuffer.allocate(2 * VDI_BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    image.put("WithouFreSpacExt".getBytes(StandardCharsets.US_ASCII));
    image.putInt(16, 2).putInt(28, VDI_BLOCK / 512).putInt(32, 1);
    image.putLong(36, disk.length / 512).putInt(48, VDI_BLOCK / 512).putInt(64, 1);
    return image.put(VDI_BLOCK, disk).array();
  }

  /** A disk of Hyper-V, in one block, that only its log tells of. */
  static byte[] unclosedVhdx(byte[] disk) {
    int mebibyte = 1 << 20;
    ByteBuffer image = ByteBuffer.allocate(12 * mebibyte).order(ByteOrder.LITTLE_ENDIAN);
    put(image, 0, "vhdxfile");
    put(image, 64 << 10, "head");
    image.put((64 << 10) + 48, (byte) 1);
    image.putInt((64 << 10) + 68, mebibyte).putLong((64 << 10) + 72, mebibyte);
    seal(image, 64 << 10, 4096);
    put(image, 192 << 10, "regi");
    image.putInt((192 << 10) + 8, 2);
    image.put((192 << 10) + 16, HexFormat.of().parseHex("06a27c8b90479a4bb8fe575f050f886e"));
    image.putLong((192 << 10) + 32, 2 * mebibyte).putInt((192 << 10) + 40, mebibyte);
    image.put((192 << 10) + 48, HexFormat.of().parseHex("6677c22d23f600429d64115e9bfd4a08"));
    image.putLong((192 << 10) + 64, 3 * mebibyte).putInt((192 << 10) + 72, mebibyte);
    seal(image, 192 << 10, 64 << 10);
    int metadata = 2 * mebibyte;
    put(image, metadata, "metadata");
    image.putShort(metadata + 10, (short) 3);
    image.put(metadata + 32, HexFormat.of().parseHex("2442a52f1bcd7648b2115dbed83bf4b8"));
    image.putInt(metadata + 48, 64 << 10);
    image.put(metadata + 64, HexFormat.of().parseHex("3767a1ca36fa434db3b633f0aa44e76b"));
    image.putInt(metadata + 80, (64 << 10) + 8);
    image.put(metadata + 96, HexFormat.of().parseHex("1dbf41816fa90947ba47f233a8faab5f"));
    image.putInt(metadata + 112, (64 << 10) + 16);
    image.putLong(metadata + (64 << 10), disk.length);
    image.putInt(metadata + (64 << 10) + 8, VDI_BLOCK).putInt(metadata + (64 << 10) + 16, 512);
    image.put(4 * mebibyte, disk);
    putLogged(image, mebibyte, 3 * mebibyte, 4 * mebibyte + 6);
    return image.array();
  }

  /** One entry of a log, which changes the first number of a table. */
  private static void putLogged(ByteBuffer image, int log, int table, long number) {
    put(image, log, "loge");
    image.putInt(log + 8, 8192).putLong(log + 16, 1).putInt(log + 24, 1).put(log + 32, (byte) 1);
    image.putLong(log + 48, image.capacity()).putLong(log + 56, image.capacity());
    put(image, log + 64, "desc");
    image.putLong(log + 72, number).putLong(log + 80, table).putLong(log + 88, 1);
    put(image, log + 4096, "data");
    image.putInt(log + 8192 - 4, 1);
    seal(image, log, 8192);
  }

  private static void put(ByteBuffer image, int at, String text) {
    image.put(at, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void seal(ByteBuffer image, int at, int length) {
    CRC32C sum = new CRC32C();
    sum.update(image.array(), at, length);
    image.putInt(at + 4, (int) sum.getValue());
  }

  static byte[] qcow2WithBackingFile(byte[] disk) {
    byte[] image = qcow2(disk);
    byte[] name = "/etc/shadow".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer header = ByteBuffer.wrap(image);
    header.putLong(8, 512).putInt(16, name.length).put(512, name);
    return image;
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** A machine with one disk, 2 GiB of it and 512 MiB of memory, that boots with UEFI. */
  static byte[] ova(byte[] disk, String manifest) {
    String ovf =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
            xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
            xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"
            xmlns:vmw="http://www.vmware.com/schema/ovf">
          <References><File ovf:href="disk.img" ovf:id="file1"/></References>
          <DiskSection>
            <Disk ovf:capacity="2" ovf:capacityAllocationUnits="byte * 2^30"
                ovf:diskId="disk1" ovf:fileRef="file1"/>
          </DiskSection>
          <VirtualSystem ovf:id="vm">
            <VirtualHardwareSection>
              <Item><rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits>
                <rasd:ResourceType>4</rasd:ResourceType>
                <rasd:VirtualQuantity>512</rasd:VirtualQuantity></Item>
              <Item><rasd:HostResource>ovf:/disk/disk1</rasd:HostResource>
                <rasd:ResourceType>17</rasd:ResourceType></Item>
              <vmw:Config vmw:key="firmware" vmw:value="efi"/>
            </VirtualHardwareSection>
          </VirtualSystem>
        </Envelope>
        """;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      add(tar, "machine.ovf", ovf.getBytes(StandardCharsets.UTF_8));
      add(tar, "machine.mf", manifest.getBytes(StandardCharsets.UTF_8));
      add(tar, "disk.img", disk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
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
