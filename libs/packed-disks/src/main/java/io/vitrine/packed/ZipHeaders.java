package io.vitrine.packed;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** The headers of an entry of a zip: in the directory, before its data, and behind that. */
final class ZipHeaders {
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_LENGTH = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_LENGTH = 30;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int MOST_DESCRIPTOR = 24;
  private static final int IN_ZIP64 = -1;
  private static final short ZIP64 = 1;

  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** Encryption, patches, strong encryption, masked headers. */
  private static final int UNKNOWABLE = 1 | 1 << 5 | 1 << 6 | 1 << 13;

  private static final int SUMS_BEHIND = 1 << 3;

  private static final int UNIX = 3;
  private static final int KIND = 0xf000;

  /** None, a pipe (what came by standard input), a folder, a file. */
  private static final Set<Integer> HARMLESS = Set.of(0, 0x1000, 0x4000, 0x8000);

  private ZipHeaders() {}

  @FunctionalInterface
  interface Reader {
    ByteBuffer read(long offset, int length) throws IOException;
  }

  record Central(
      String name,
      int flags,
      int method,
      long crc,
      long packedLength,
      long length,
      long offset,
      boolean isFolder) {

    boolean hasSumsBehind() {
      return (flags & SUMS_BEHIND) != 0;
    }
  }

  /** Takes the next entry of the directory. */
  static Central central(ByteBuffer directory) throws PackedDiskException {
    if (directory.remaining() < CENTRAL_LENGTH) {
      throw ZipDirectory.disagree();
    }
    ByteBuffer header = take(directory, CENTRAL_LENGTH);
    int nameLength = Short.toUnsignedInt(header.getShort(28));
    int extra = Short.toUnsignedInt(header.getShort(30));
    int comment = Short.toUnsignedInt(header.getShort(32));
    if (header.getInt(0) != CENTRAL || directory.remaining() < nameLength + extra + comment) {
      throw ZipDirectory.disagree();
    }
    String name = name(directory, nameLength);
    Sizes sizes =
        Sizes.of(header.getInt(20), header.getInt(24), header.getInt(42), take(directory, extra));
    directory.position(directory.position() + comment);
    int flags = header.getShort(8);
    int method = header.getShort(10);
    if ((flags & UNKNOWABLE) != 0) {
      throw new PackedDiskException("zip: it is encrypted");
    }
    if (method != STORED && method != DEFLATED) {
      throw new PackedDiskException(
          "zip: it is compressed by method %d, and only deflate is unpacked".formatted(method));
    }
    boolean isFolder = isFolder(name, header.get(5) == UNIX ? header.getInt(38) >>> 16 : 0);
    if (isFolder && sizes.packed() + sizes.unpacked() > 2) {
      throw new PackedDiskException("zip: a folder in it holds data");
    }
    if (method == STORED && sizes.packed() != sizes.unpacked()) {
      throw ZipDirectory.disagree();
    }
    return new Central(
        name,
        flags,
        method,
        Integer.toUnsignedLong(header.getInt(16)),
        sizes.packed(),
        sizes.unpacked(),
        sizes.offset(),
        isFolder);
  }

  /** Byte for character, whatever the charset. */
  private static String name(ByteBuffer from, int length) {
    byte[] name = new byte[length];
    from.get(name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private static boolean isFolder(String text, int mode) throws PackedDiskException {
    // Nobody uses the name; but there is no honest one that leads elsewhere.
    if (text.isEmpty()
        || text.startsWith("/")
        || text.indexOf('\0') >= 0
        || text.indexOf('\\') >= 0
        || List.of(text.split("/")).contains("..")) {
      throw new PackedDiskException("zip: the name of an entry leads out of it");
    }
    if (!HARMLESS.contains(mode & KIND)) {
      throw new PackedDiskException("zip: it holds a link or a device");
    }
    return text.endsWith("/");
  }

  /** Reads the header before the data, which must say what the directory says. */
  static ZipEntry local(Reader zip, Central central, long directory) throws IOException {
    ByteBuffer header = zip.read(central.offset(), LOCAL_LENGTH);
    int nameLength = Short.toUnsignedInt(header.getShort(26));
    int extra = Short.toUnsignedInt(header.getShort(28));
    ByteBuffer rest = zip.read(central.offset() + LOCAL_LENGTH, nameLength + extra);
    String name = name(rest, nameLength);
    Sizes sizes = Sizes.of(header.getInt(18), header.getInt(22), 0, rest);
    long crc = Integer.toUnsignedLong(header.getInt(14));
    // Whoever writes in one go knows some of it only behind the data.
    boolean leavesOut = central.hasSumsBehind();
    boolean agrees =
        agrees(sizes.packed(), central.packedLength(), leavesOut)
            && agrees(sizes.unpacked(), central.length(), leavesOut)
            && agrees(crc, central.crc(), leavesOut);
    long data = central.offset() + LOCAL_LENGTH + nameLength + extra;
    if (header.getInt(0) != LOCAL
        || header.getShort(6) != (short) central.flags()
        || header.getShort(8) != central.method()
        || !name.equals(central.name())
        || !agrees
        || central.packedLength() > directory - data) {
      throw ZipDirectory.disagree();
    }
    return new ZipEntry(
        central.method() == STORED, data, central.packedLength(), central.length(), central.crc());
  }

  private static boolean agrees(long told, long real, boolean mayBeLeftOut) {
    return told == real || (mayBeLeftOut && told == 0);
  }

  /** Where the entry ends, behind the sums that may follow its data. */
  static long end(Reader zip, Central central, ZipEntry entry, long directory) throws IOException {
    long end = entry.offset() + entry.packedLength();
    if (!central.hasSumsBehind()) {
      return end;
    }
    ByteBuffer sums = zip.read(end, (int) Math.min(MOST_DESCRIPTOR, directory - end));
    for (boolean marked : new boolean[] {true, false}) {
      for (boolean large : new boolean[] {false, true}) {
        int length = descriptorLength(marked, large);
        // What follows tells the layouts apart, where the numbers alone would fit several.
        if (fits(sums, central, marked, large)
            && (end + length == directory || startsEntry(zip, end + length))) {
          return end + length;
        }
      }
    }
    throw ZipDirectory.disagree();
  }

  private static int descriptorLength(boolean marked, boolean large) {
    return (marked ? 8 : 4) + (large ? 16 : 8);
  }

  private static boolean fits(ByteBuffer sums, Central central, boolean marked, boolean large) {
    if (sums.limit() < descriptorLength(marked, large)) {
      return false;
    }
    int at = marked ? 8 : 4;
    return (!marked || sums.getInt(0) == DESCRIPTOR)
        && Integer.toUnsignedLong(sums.getInt(at - 4)) == central.crc()
        && size(sums, at, large) == central.packedLength()
        && size(sums, large ? at + 8 : at + 4, large) == central.length();
  }

  private static long size(ByteBuffer sums, int at, boolean large) {
    return large ? sums.getLong(at) : Integer.toUnsignedLong(sums.getInt(at));
  }

  private static boolean startsEntry(Reader zip, long offset) throws IOException {
    return zip.read(offset, Integer.BYTES).getInt(0) == LOCAL;
  }

  /** Sizes as a header has them, or its ZIP64 field where they are too large for it. */
  private record Sizes(long packed, long unpacked, long offset) {

    static Sizes of(int packed, int unpacked, int offset, ByteBuffer extra)
        throws PackedDiskException {
      ByteBuffer large = zip64(extra);
      try {
        // In this order, and only those that are too large.
        long realUnpacked = one(unpacked, large);
        long realPacked = one(packed, large);
        long realOffset = one(offset, large);
        if (realUnpacked < 0 || realPacked < 0 || realOffset < 0) {
          throw ZipDirectory.disagree();
        }
        return new Sizes(realPacked, realUnpacked, realOffset);
      } catch (BufferUnderflowException e) {
        throw ZipDirectory.disagree();
      }
    }

    private static long one(int small, ByteBuffer large) {
      return small == IN_ZIP64 ? large.getLong() : Integer.toUnsignedLong(small);
    }

    private static ByteBuffer zip64(ByteBuffer extra) throws PackedDiskException {
      ByteBuffer found = ByteBuffer.allocate(0);
      boolean seen = false;
      while (extra.remaining() >= 2 * Short.BYTES) {
        short id = extra.getShort();
        int length = Short.toUnsignedInt(extra.getShort());
        if (length > extra.remaining() || (id == ZIP64 && seen)) {
          throw ZipDirectory.disagree();
        }
        ByteBuffer field = take(extra, length);
        if (id == ZIP64) {
          found = field;
          seen = true;
        }
      }
      return found;
    }
  }

  private static ByteBuffer take(ByteBuffer from, int length) {
    ByteBuffer taken = from.slice(from.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    from.position(from.position() + length);
    return taken;
  }
}
