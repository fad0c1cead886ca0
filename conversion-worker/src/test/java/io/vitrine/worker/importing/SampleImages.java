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
