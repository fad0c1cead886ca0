package io.vitrine.it;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

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

  static byte[] vhd() {
    ByteBuffer disk = ByteBuffer.allocate(1 << 20);
    put(disk, 0, "conectix");
    disk.putLong(48, VIRTUAL_SIZE).putInt(60, 3);
    int sum = 0;
    for (int at = 0; at < SECTOR; at++) {
      sum += disk.get(at) & 0xff;
    }
    disk.putInt(64, ~sum);
    return disk.array();
  }

  static byte[] vhdx() {
    int regions = 192 << 10;
    int metadata = 1 << 20;
    int items = 64 << 10;
    ByteBuffer disk = little(2 << 20);
    put(disk, 0, "vhdxfile");
    put(disk, regions, "regi");
    disk.putInt(regions + 8, 1);
    disk.put(regions + 16, HexFormat.of().parseHex("06a27c8b90479a4bb8fe575f050f886e"));
    disk.putLong(regions + 32, metadata).putInt(regions + 40, 1 << 20);
    put(disk, metadata, "metadata");
    disk.putShort(metadata + 10, (short) 1);
    disk.put(metadata + 32, HexFormat.of().parseHex("2442a52f1bcd7648b2115dbed83bf4b8"));
    disk.putInt(metadata + 48, items).putInt(metadata + 52, 8);
    disk.putLong(metadata + items, VIRTUAL_SIZE);
    return disk.array();
  }

  static byte[] vdi() {
    ByteBuffer disk = little(1 << 20);
    put(disk, 0, "<<< Oracle VM VirtualBox Disk Image >>>\n");
    disk.putInt(0x40, 0xbeda107f).putInt(0x44, 0x10001).putInt(0x4c, 1);
    disk.putLong(0x170, VIRTUAL_SIZE);
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
    ByteBuffer disk = ByteBuffer.allocate(VIRTUAL_SIZE + 8 * SECTOR);
    disk.put(0, new byte[] {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe});
    disk.putShort(6, (short) version).putInt(104, 8);
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
