package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.Seen.require;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** LUKS, an encrypted disk behind a header; nothing in it leads out of the image. */
final class LuksDisk {
  static final byte[] SIGNATURE = {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe};

  private static final int SECTOR = 512;

  private static final int V1_HEADER = 592;
  private static final int V1_PAYLOAD_AT = 104;
  private static final int V1_KEY_SLOTS_AT = 208;
  private static final int V1_KEY_SLOT = 48;
  private static final int V1_KEY_SLOTS = 8;
  private static final int V1_SLOT_IN_USE = 0x00ac71f3;

  private static final int V2_BINARY_HEADER = 4096;
  private static final int V2_CHECKSUM_AT = 448;
  private static final int V2_CHECKSUM_ROOM = 64;
  private static final long V2_MIN_HEADER = 16 * 1024;
  private static final long V2_MAX_HEADER = 4 << 20;

  /** The first stretch of ciphertext; its size is "dynamic" if it reaches to the end. */
  private static final Pattern V2_SEGMENT =
      Pattern.compile("\"segments\"\\s*:\\s*\\{\\s*\"0\"\\s*:\\s*\\{([^{}]{1,1000})");

  private static final Pattern V2_OFFSET = Pattern.compile("\"offset\"\\s*:\\s*\"(\\d{1,18})\"");
  private static final Pattern V2_SIZE = Pattern.compile("\"size\"\\s*:\\s*\"(\\d{1,18})\"");

  private LuksDisk() {}

  static Inspection check(Seen seen) throws DiskFormatException {
    require(seen.head().has(0, SECTOR), "luks: the header is cut short");
    int version = seen.head().bigShort(6);
    return switch (version) {
      case 1 -> checkVersion1(seen);
      case 2 -> checkVersion2(seen);
      default ->
          throw new DiskFormatException("luks: version %d is not supported".formatted(version));
    };
  }

  private static Inspection checkVersion1(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    require(head.has(0, V1_HEADER), "luks: the header is cut short");
    long payload = head.unsignedBigInt(V1_PAYLOAD_AT) * SECTOR;
    for (int slot = 0; slot < V1_KEY_SLOTS; slot++) {
      int at = V1_KEY_SLOTS_AT + slot * V1_KEY_SLOT;
      require(
          head.bigInt(at) != V1_SLOT_IN_USE || head.unsignedBigInt(at + 40) * SECTOR < payload,
          "luks: key slot %d lies in the data".formatted(slot));
    }
    return behind(payload, seen);
  }

  private static Inspection checkVersion2(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    require(head.has(0, V2_BINARY_HEADER), "luks: the header is cut short");
    long size = head.bigLong(8);
    require(
        size >= V2_MIN_HEADER && size <= V2_MAX_HEADER && Long.bitCount(size) == 1,
        "luks: header size %s is not valid".formatted(Long.toUnsignedString(size)));
    // The same header again, then the keys.
    seen.requireInside(0, 2 * size, "luks: the image is cut short");
    require(
        head.has(V2_BINARY_HEADER, 1) && head.unsignedByte(V2_BINARY_HEADER) == '{',
        "luks: the header's second part is missing");
    if (!head.has(0, (int) size)) {
      return seen.accept(DiskFormat.LUKS);
    }
    byte[] header = head.copy(0, (int) size);
    requireChecksum(header);
    Matcher segment = V2_SEGMENT.matcher(json(header));
    Matcher offset = V2_OFFSET.matcher(segment.find() ? segment.group(1) : "");
    if (!offset.find()) {
      return seen.accept(DiskFormat.LUKS);
    }
    Matcher fixedSize = V2_SIZE.matcher(segment.group(1));
    long payload = Long.parseLong(offset.group(1));
    if (!fixedSize.find()) {
      return behind(payload, seen);
    }
    long length = Long.parseLong(fixedSize.group(1));
    seen.requireInside(payload, length, "luks: the image is cut short");
    return seen.accept(DiskFormat.LUKS, length);
  }

  /** Readers take the header's second copy if this one is damaged, so it must not be. */
  private static void requireChecksum(byte[] header) throws DiskFormatException {
    byte[] expected = Arrays.copyOfRange(header, V2_CHECKSUM_AT, V2_CHECKSUM_AT + 32);
    byte[] summed = header.clone();
    Arrays.fill(summed, V2_CHECKSUM_AT, V2_CHECKSUM_AT + V2_CHECKSUM_ROOM, (byte) 0);
    try {
      require(
          !new Head(header).holds(72, "sha256\0")
              || Arrays.equals(MessageDigest.getInstance("SHA-256").digest(summed), expected),
          "luks: the header's checksum is wrong");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String json(byte[] header) {
    int from = V2_BINARY_HEADER;
    return new String(header, from, header.length - from, StandardCharsets.ISO_8859_1);
  }

  private static Inspection behind(long payload, Seen seen) throws DiskFormatException {
    seen.requireInside(payload, 0, "luks: the image is cut short");
    return seen.ended()
        ? seen.accept(DiskFormat.LUKS, seen.length() - payload)
        : seen.accept(DiskFormat.LUKS);
  }
}
