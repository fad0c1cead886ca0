package io.vitrine.it;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** The headers of disk images that Vitrine keeps and does not write, by their specifications. */
final class ForeignDisks {
  /** What all of them claim to hold. */
  static final int VIRTUAL_SIZE = 8 << 20;

  private static final int SECTOR = 512;

  private ForeignDisks() {}

  static byte[] vmdk(String createType, String extent) {
    boolean streamed = createType.equals("streamOptimized");
    int overhead = 128;
    ByteBuffer disk = little((overhead + 4) * SECTOR);
    putVmdkHeader(disk, 0, streamed ? -1 : overhead);
    put(disk, SECTOR, vmdkDescriptor(createType, extent));
    if (streamed) {
      int footerMarker = (overhead + 1) * SECTOR;
      disk.putLong(footerMarker, 1).putInt(footerMarker + 12, 3);
      putVmdkHeader(disk, footerMarker + SECTOR, overhead);
    }
    return disk.array();
  }

  private static void putVmdkHeader(ByteBuffer disk, int at, long grainDirectory) {
    put(disk, at, "KDMV");
    disk.putInt(at + 4, 3).putInt(at + 8, 0x30001);
    disk.putLong(at + 12, VIRTUAL_SIZE / SECTOR).putLong(at + 20, 128);
    disk.putLong(at + 28, 1).putLong(at + 36, 20);
    disk.putInt(at + 44, 512).putLong(at + 56, grainDirectory).putLong(at + 64, 128);
  }

  /** The text inside a VMDK image, or all there is of one whose data lies in another file. */
  static String vmdkDescriptor(String createType, String extent) {
    return """
    # Disk DescriptorFile
    version=1
    CID=12345678
    parentCID=ffffffff
    createType="%s"

    # Extent description
    RW %d %s
    """
        .formatted(createType, VIRTUAL_SIZE / SECTOR, extent);
  }

  /** With the partition that protects a GPT in its first sector. */
  static byte[] partitioned(int bootFlag) {
    ByteBuffer disk = little(1 << 20);
    disk.put(446, new byte[] {(byte) bootFlag, 0, 2, 0, (byte) 0xee}).putInt(454, 1);
    putBootSignature(disk);
    return disk.array();
  }

  private static void putBootSignature(ByteBuffer disk) {
    disk.put(510, new byte[] {0x55, (byte) 0xaa});
  }

  /** With a copy of its footer in front. */
  static byte[] vhd() {
    ByteBuffer disk = ByteBuffer.allocate(1 << 20);
    putVhdFooter(disk, 0, 3, SECTOR);
    put(disk, SECTOR, "cxsparse");
    disk.putLong(SECTOR + 16, 3 * SECTOR).putInt(SECTOR + 28, VIRTUAL_SIZE >> 21);
    disk.putInt(SECTOR + 32, 1 << 21);
    sumVhd(disk, SECTOR, 2 * SECTOR, SECTOR + 36);
    putVhdFooter(disk, disk.capacity() - SECTOR, 3, SECTOR);
    return disk.array();
  }

  /** The guest's bytes and a footer, whatever kind of disk that says it is; 2 is a fixed one. */
  static byte[] vhdWithFooterOnly(int type) {
    ByteBuffer disk = ByteBuffer.allocate(VIRTUAL_SIZE + SECTOR).put(0, partitioned(0));
    putVhdFooter(disk, VIRTUAL_SIZE, type, -1);
    return disk.array();
  }

  private static void putVhdFooter(ByteBuffer disk, int at, int type, long header) {
    put(disk, at, "conectix");
    disk.putLong(at + 16, header).putLong(at + 40, VIRTUAL_SIZE).putLong(at + 48, VIRTUAL_SIZE);
    disk.putInt(at + 60, type);
    sumVhd(disk, at, SECTOR, at + 64);
  }

  private static void sumVhd(ByteBuffer disk, int from, int length, int checksumAt) {
    int sum = 0;
    for (int at = from; at < from + length; at++) {
      sum += disk.get(at) & 0xff;
    }
    disk.putInt(checksumAt, ~sum);
  }

  static byte[] vhdx() {
    int header = 64 << 10;
    int regions = 192 << 10;
    int metadata = 1 << 20;
    int items = 64 << 10;
    int blocks = 2 << 20;
    ByteBuffer disk = little(3 << 20);
    put(disk, 0, "vhdxfile");
    put(disk, header, "head");
    sumVhdx(disk, header, 4096);
    put(disk, regions, "regi");
    disk.putInt(regions + 8, 2);
    disk.put(regions + 16, HexFormat.of().parseHex("06a27c8b90479a4bb8fe575f050f886e"));
    disk.putLong(regions + 32, metadata).putInt(regions + 40, 1 << 20);
    disk.put(regions + 48, HexFormat.of().parseHex("6677c22d23f600429d64115e9bfd4a08"));
    disk.putLong(regions + 64, blocks).putInt(regions + 72, 1 << 20);
    sumVhdx(disk, regions, 64 << 10);
    put(disk, metadata, "metadata");
    disk.putShort(metadata + 10, (short) 3);
    disk.put(metadata + 32, HexFormat.of().parseHex("2442a52f1bcd7648b2115dbed83bf4b8"));
    disk.putInt(metadata + 48, items).putInt(metadata + 52, 8);
    disk.put(metadata + 64, HexFormat.of().parseHex("3767a1ca36fa434db3b633f0aa44e76b"));
    disk.putInt(metadata + 80, items + 8).putInt(metadata + 84, 8);
    disk.put(metadata + 96, HexFormat.of().parseHex("1dbf41816fa90947ba47f233a8faab5f"));
    disk.putInt(metadata + 112, items + 16).putInt(metadata + 116, 4);
    disk.putLong(metadata + items, VIRTUAL_SIZE);
    disk.putInt(metadata + items + 8, 1 << 20).putInt(metadata + items + 16, SECTOR);
    return disk.array();
  }

  private static void sumVhdx(ByteBuffer disk, int at, int length) {
    CRC32C sum = new CRC32C();
    sum.update(disk.array(), at, length);
    disk.putInt(at + 4, (int) sum.getValue());
  }

  static byte[] vdi() {
    ByteBuffer disk = little(1 << 20);
    put(disk, 0, "<<< Oracle VM VirtualBox Disk Image >>>\n");
    disk.putInt(0x40, 0xbeda107f).putInt(0x44, 0x10001).putInt(0x4c, 1);
    disk.putInt(0x154, SECTOR).putLong(0x170, VIRTUAL_SIZE);
    disk.putInt(0x178, 1 << 20).putInt(0x180, VIRTUAL_SIZE >> 20);
    return disk.array();
  }

  static byte[] ploop() {
    ByteBuffer disk = little(1 << 20);
    put(disk, 0, "WithouFreSpacExt");
    disk.putInt(16, 2).putInt(28, 2048).putInt(32, VIRTUAL_SIZE >> 20);
    disk.putLong(36, VIRTUAL_SIZE / SECTOR).putInt(48, 2048);
    return disk.array();
  }

  static byte[] iso() {
    int descriptor = 32 << 10;
    ByteBuffer disk = little(1 << 20);
    disk.put(descriptor, (byte) 1);
    put(disk, descriptor + 1, "CD001");
    disk.putInt(descriptor + 80, VIRTUAL_SIZE / 2048).putShort(descriptor + 128, (short) 2048);
    return disk.array();
  }

  /** As installers are: to be burnt or to be copied onto a stick. */
  static byte[] isoWithPartitions() {
    ByteBuffer disk = little(1 << 20).put(0, iso());
    disk.put(450, (byte) 0x17);
    putBootSignature(disk);
    return disk.array();
  }

  static byte[] luks(int version) {
    ByteBuffer disk = ByteBuffer.allocate(VIRTUAL_SIZE + (64 << 10));
    disk.put(0, new byte[] {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe});
    disk.putShort(6, (short) version);
    if (version == 1) {
      disk.putInt(104, (64 << 10) / SECTOR);
    } else {
      disk.putLong(8, 16 << 10);
      put(disk, 4096, "{\"segments\":{\"0\":{\"offset\":\"65536\",\"size\":\"dynamic\"}}}");
    }
    return disk.array();
  }

  static byte[] qed() {
    ByteBuffer disk = little(1 << 20);
    put(disk, 0, "QED\0");
    return disk.array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void put(ByteBuffer disk, int at, String text) {
    disk.put(at, text.getBytes(StandardCharsets.US_ASCII));
  }
}
