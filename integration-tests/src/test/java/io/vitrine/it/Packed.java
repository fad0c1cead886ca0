package io.vitrine.it;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** How people pack disks before they upload them. */
enum Packed {
  GZIP,
  XZ,
  ZSTD,
  BZIP2,
  ZIP;

  private static final String OVF =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
        <References><File ovf:href="disk.vmdk" ovf:id="file1" ovf:size="%d"/></References>
        <DiskSection>
          <Info>Virtual disks</Info>
          <Disk ovf:capacity="1" ovf:capacityAllocationUnits="byte * 2^30" ovf:diskId="disk1" ovf:fileRef="file1"/>
        </DiskSection>
        <VirtualSystem ovf:id="vm">
          <ProductSection><Product>Router</Product></ProductSection>
        </VirtualSystem>
      </Envelope>
      """;

  byte[] pack(byte[] disk) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream packer = packer(packed)) {
      packer.write(disk);
    }
    return packed.toByteArray();
  }

  private OutputStream packer(OutputStream packed) throws IOException {
    return switch (this) {
      case GZIP -> new GZIPOutputStream(packed);
      case XZ -> new XZOutputStream(packed, new LZMA2Options(1));
      case ZSTD -> new ZstdOutputStream(packed).setChecksum(true);
      case BZIP2 -> new BZip2CompressorOutputStream(packed, 1);
      case ZIP -> {
        ZipOutputStream zip = new ZipOutputStream(packed);
        zip.putNextEntry(new ZipEntry("disk.img"));
        yield zip;
      }
    };
  }

  /** A machine with this disk, a Router that wants 1 GiB of disk. */
  static byte[] ova(byte[] vmdk) throws IOException {
    ByteArrayOutputStream ova = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(ova)) {
      put(tar, "machine.ovf", OVF.formatted(vmdk.length).getBytes(StandardCharsets.UTF_8));
      put(tar, "disk.vmdk", vmdk);
    }
    return ova.toByteArray();
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
