package io.vitrine.diskformats.inspection;

import io.vitrine.diskformats.qcow2.SmallImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Small sound images of each format, by their specifications, for tests to spoil: a change is made
 * before the checksums are.
 */
public final class DiskSamples {
  /** What those claim to hold that may claim anything. */
  public static final int VIRTUAL_SIZE = 8 << 20;

  public static final Consumer<ByteBuffer> UNCHANGED = disk -> {};

  private static final int SECTOR = 512;
  public static final int VHDX_REGIONS = 192 << 10;
  public static final int VHDX_METADATA = 1 << 20;
  public static final int VHDX_ITEMS = VHDX_METADATA + (64 << 10);

  private DiskSamples() {}

  static byte[] qcow2(Consumer<ByteBuffer> change) {
    return finish(ByteBuffer.wrap(SmallImage.bytes()), change, image -> {});
  }

  /** With its encryption's header, and a place for it. */
  static byte[] encryptedQcow2(Consumer<ByteBuffer> change) {
    return qcow2(disk -> {
      disk.putInt(32, 2);
      int extension = disk.getInt(100);
      disk.putInt(extension, 0x0537be77).putInt(extension + 4, 16);
      disk.putLong(extension + 8, 1 << 16).putLong(extension + 16, 4096);
      disk.putLong(extension + 24, 0);
      change.accept(disk);
    });
  }

  static byte[] vmdk(String createType, String extents, Consumer<ByteBuffer> change) {
    return vmdkAround(vmdkDescriptor(createType, extents), change);
  }

  static byte[] vmdkAround(String descriptor, Consumer<ByteBuffer> change) {
    ByteBuffer disk = little(132 * SECTOR);
    putVmdkHeader(disk, 0, 21);
    put(disk, SECTOR, descriptor);
    return finish(disk, change, image -> {});
  }

  /** With its grain directory, and so the header that counts, at the end. */
  static byte[] streamOptimized(Consumer<ByteBuffer> change) {
    ByteBuffer disk = little(132 * SECTOR);
    putVmdkHeader(disk, 0, -1);
    put(disk, SECTOR, vmdkDescriptor("streamOptimized", SPARSE_EXTENT));
    disk.putLong(129 * SECTOR, 1).putInt(129 * SECTOR + 12, 3);
    putVmdkHeader(disk, 130 * SECTOR, 128);
    return finish(disk, change, image -> {});
  }

  static final String SPARSE_EXTENT = "RW 16384 SPARSE \"disk.vmdk\"";

  static String vmdkDescriptor(String createType, String extents) {
    return """
    # Disk DescriptorFile
    version=1
    CID=12345678
    parentCID=ffffffff
    createType="%s"

    # Extent description
    %s

    # The Disk Data Base
    ddb.adapterType = "ide"
    """
        .formatted(createType, extents);
  }

  private static void putVmdkHeader(ByteBuffer disk, int at, long grainDirectory) {
    put(disk, at, "KDMV");
    disk.putInt(at + 4, 3).putInt(at + 8, 0x30001);
    disk.putLong(at + 12, VIRTUAL_SIZE / SECTOR).putLong(at + 20, 128);
    disk.putLong(at + 28, 1).putLong(at + 36, 20);
    disk.putInt(at + 44, 512).putLong(at + 56, grainDirectory).putLong(at + 64, 128);
  }

  /** The footer is in the last 512 bytes of 66,048. */
  public static byte[] fixedVhd(Consumer<ByteBuffer> change) {
    int size = 128 * SECTOR;
    ByteBuffer disk = ByteBuffer.allocate(size + SECTOR);
    putVhdFooter(disk, size, size, 2, -1);
    return finish(disk, change, DiskSamples::sealVhd);
  }

  public static byte[] dynamicVhd(Consumer<ByteBuffer> change) {
    ByteBuffer disk = ByteBuffer.allocate(144 * SECTOR);
    putVhdFooter(disk, 0, VIRTUAL_SIZE, 3, SECTOR);
    putVhdFooter(disk, disk.capacity() - SECTOR, VIRTUAL_SIZE, 3, SECTOR);
    put(disk, SECTOR, "cxsparse");
    disk.putLong(SECTOR + 8, -1).putLong(SECTOR + 16, 3 * SECTOR).putInt(SECTOR + 24, 1 << 16);
    disk.putInt(SECTOR + 28, VIRTUAL_SIZE >> 21).putInt(SECTOR + 32, 1 << 21);
    return finish(disk, change, DiskSamples::sealVhd);
  }

  private static void putVhdFooter(ByteBuffer disk, int at, long size, int type, long header) {
    put(disk, at, "conectix");
    disk.putLong(at + 16, header).putLong(at + 40, size).putLong(at + 48, size);
    disk.putInt(at + 60, type);
  }

  public static void sealVhd(byte[] image) {
    sealVhdPart(image, 0, SECTOR, 64);
    sealVhdPart(image, SECTOR, 2 * SECTOR, 36);
    sealVhdPart(image, image.length - SECTOR, SECTOR, 64);
  }

  private static void sealVhdPart(byte[] image, int from, int length, int checksumAt) {
    if (image[from] == 'c') {
      ByteBuffer disk = ByteBuffer.wrap(image).putInt(from + checksumAt, 0);
      int sum = 0;
      for (int at = from; at < from + length; at++) {
        sum += image[at] & 0xff;
      }
      disk.putInt(from + checksumAt, ~sum);
    }
  }

  public static byte[] vhdx(Consumer<ByteBuffer> change) {
    ByteBuffer disk = little(3 << 20);
    put(disk, 0, "vhdxfile");
    for (int header = 1; header <= 2; header++) {
      put(disk, header << 16, "head");
      disk.putLong((header << 16) + 8, header);
    }
    put(disk, VHDX_REGIONS, "regi");
    disk.putInt(VHDX_REGIONS + 8, 2);
    putRegion(disk, VHDX_REGIONS + 16, "06a27c8b90479a4bb8fe575f050f886e", VHDX_METADATA);
    putRegion(disk, VHDX_REGIONS + 48, "6677c22d23f600429d64115e9bfd4a08", 2 << 20);
    put(disk, VHDX_METADATA, "metadata");
    disk.putShort(VHDX_METADATA + 10, (short) 3);
    putItem(disk, 0, "3767a1ca36fa434db3b633f0aa44e76b", 0);
    putItem(disk, 1, "2442a52f1bcd7648b2115dbed83bf4b8", 8);
    putItem(disk, 2, "1dbf41816fa90947ba47f233a8faab5f", 16);
    disk.putInt(VHDX_ITEMS, 1 << 20).putLong(VHDX_ITEMS + 8, VIRTUAL_SIZE);
    disk.putInt(VHDX_ITEMS + 16, SECTOR);
    return finish(disk, change, DiskSamples::sealVhdx);
  }

  private static void putRegion(ByteBuffer disk, int at, String id, long offset) {
    disk.put(at, HexFormat.of().parseHex(id));
    disk.putLong(at + 16, offset).putInt(at + 24, 1 << 20).putInt(at + 28, 1);
  }

  public static void putItem(ByteBuffer disk, int index, String id, int offset) {
    int at = VHDX_METADATA + 32 * (index + 1);
    disk.put(at, HexFormat.of().parseHex(id));
    disk.putInt(at + 16, VHDX_ITEMS - VHDX_METADATA + offset).putInt(at + 20, 8);
    disk.putInt(at + 24, 4);
  }

  public static void sealVhdx(byte[] image) {
    sealVhdxPart(image, 64 << 10, 4096);
    sealVhdxPart(image, 128 << 10, 4096);
    sealVhdxPart(image, VHDX_REGIONS, 64 << 10);
  }

  private static void sealVhdxPart(byte[] image, int at, int length) {
    ByteBuffer disk = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(at + 4, 0);
    CRC32C sum = new CRC32C();
    sum.update(image, at, length);
    disk.putInt(at + 4, (int) sum.getValue());
  }

  static byte[] vdi(Consumer<ByteBuffer> change) {
    ByteBuffer disk = little(4096);
    put(disk, 0, "<<< Oracle VM VirtualBox Disk Image >>>\n");
    disk.putInt(0x40, 0xbeda107f).putInt(0x44, 0x10001).putInt(0x48, 0x180).putInt(0x4c, 1);
    disk.putInt(0x154, 512).putInt(0x158, 1024).putInt(0x168, SECTOR);
    disk.putLong(0x170, VIRTUAL_SIZE).putInt(0x178, 1 << 20).putInt(0x180, VIRTUAL_SIZE >> 20);
    return finish(disk, change, image -> {});
  }

  /** Of blocks of 1 MiB, none of which is there. */
  static byte[] ploop(Consumer<ByteBuffer> change) {
    ByteBuffer disk = little(4096);
    put(disk, 0, "WithouFreSpacExt");
    disk.putInt(16, 2).putInt(28, 2048).putInt(32, VIRTUAL_SIZE >> 20);
    disk.putLong(36, VIRTUAL_SIZE / SECTOR).putInt(48, 2048);
    return finish(disk, change, image -> {});
  }

  static byte[] iso(Consumer<ByteBuffer> change) {
    ByteBuffer disk = little(70_000);
    disk.put(32_768, (byte) 1);
    put(disk, 32_769, "CD001");
    disk.putInt(32_768 + 80, VIRTUAL_SIZE / 2048).putShort(32_768 + 128, (short) 2048);
    return finish(disk, change, image -> {});
  }

  static byte[] udf(Consumer<ByteBuffer> change) {
    ByteBuffer disk = little(70_000);
    put(disk, 32_769, "BEA01");
    put(disk, 34_817, "NSR03");
    put(disk, 36_865, "TEA01");
    return finish(disk, change, image -> {});
  }

  /** As installers are: to be burnt or to be copied onto a stick. */
  static byte[] hybridIso(Consumer<ByteBuffer> change) {
    return iso(disk -> {
      disk.put(450, (byte) 0x17).put(510, new byte[] {0x55, (byte) 0xaa});
      change.accept(disk);
    });
  }

  /** A disk of 4096 bytes with the partition that protects a GPT. */
  static byte[] gpt(Consumer<ByteBuffer> change) {
    ByteBuffer disk = little(4096);
    disk.put(446, new byte[] {0, 0, 2, 0, (byte) 0xee}).putInt(454, 1);
    disk.put(510, new byte[] {0x55, (byte) 0xaa});
    put(disk, 512, "EFI PART");
    return finish(disk, change, image -> {});
  }

  /** With 4096 bytes of header and as many of data. */
  static byte[] luks1(Consumer<ByteBuffer> change) {
    ByteBuffer disk = ByteBuffer.allocate(8192);
    disk.put(0, LuksDisk.SIGNATURE).putShort(6, (short) 1).putInt(104, 8);
    disk.putInt(208, 0x00ac71f3).putInt(208 + 40, 2).putInt(208 + 44, 4000);
    return finish(disk, change, image -> {});
  }

  /** With 48 KiB of headers and keys, and 16 KiB of data. */
  static byte[] luks2(String segment, Consumer<ByteBuffer> change) {
    ByteBuffer disk = ByteBuffer.allocate(64 << 10);
    disk.put(0, LuksDisk.SIGNATURE).putShort(6, (short) 2).putLong(8, 16 << 10);
    put(disk, 72, "sha256");
    put(disk, 4096, "{\"keyslots\":{},\"segments\":{\"0\":{%s}}}".formatted(segment));
    return finish(disk, change, DiskSamples::sealLuks2);
  }

  static final String LUKS2_SEGMENT =
      "\"type\":\"crypt\",\"offset\":\"49152\",\"size\":\"dynamic\"";

  static void sealLuks2(byte[] image) {
    Arrays.fill(image, 448, 512, (byte) 0);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(image, 0, 16 << 10);
      System.arraycopy(digest.digest(), 0, image, 448, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] qed() {
    return "QED\0 and more".getBytes(StandardCharsets.US_ASCII);
  }

  static void put(ByteBuffer disk, int at, String text) {
    disk.put(at, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] finish(
      ByteBuffer disk, Consumer<ByteBuffer> change, Consumer<byte[]> seal) {
    change.accept(disk);
    seal.accept(disk.array());
    return disk.array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
