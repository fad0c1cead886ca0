package io.vitrine.packed;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the one file in a zip by the directory at its end, and holds all that a reader from the
 * front would see against that: such a zip is the same disk to every reader. Its entries fill it
 * from the first byte to the directory, and but one is a file.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int MOST_COMMENT = 0xffff;
  private static final int END64 = 0x06064b50;
  private static final int END64_LENGTH = 56;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_LENGTH = 20;
  private static final int IN_ZIP64 = -1;
  private static final int MOST_DIRECTORY = 1 << 20;
  private static final int MOST_ENTRIES = 64;

  private final RandomAccessSource zip;

  private ZipDirectory(RandomAccessSource zip) {
    this.zip = zip;
  }

  static ZipEntry onlyFile(RandomAccessSource zip) throws IOException {
    return new ZipDirectory(zip).onlyFile();
  }

  /** Where the directory is. */
  private record Span(long offset, long length, long entries, long end) {}

  private ZipEntry onlyFile() throws IOException {
    Span span = findDirectory();
    List<ZipHeaders.Central> entries = entries(span);
    long files = entries.stream().filter(entry -> !entry.isFolder()).count();
    if (files != 1) {
      throw new PackedDiskException(
          "zip: it holds %d files, and a packed disk is one file".formatted(files));
    }
    ZipEntry file = null;
    long position = 0;
    for (ZipHeaders.Central central : entries) {
      if (central.offset() != position) {
        throw disagree();
      }
      ZipEntry entry = ZipHeaders.local(this::read, central, span.offset());
      position = ZipHeaders.end(this::read, central, entry, span.offset());
      file = central.isFolder() ? file : entry;
    }
    if (file == null || position != span.offset()) {
      throw disagree();
    }
    return file;
  }

  private List<ZipHeaders.Central> entries(Span span) throws IOException {
    if (span.entries() > MOST_ENTRIES) {
      throw new PackedDiskException(
          "zip: it holds %d entries, and a packed disk is one file".formatted(span.entries()));
    }
    ByteBuffer directory = read(span.offset(), (int) span.length());
    List<ZipHeaders.Central> entries = new ArrayList<>();
    while (entries.size() < span.entries()) {
      entries.add(ZipHeaders.central(directory));
    }
    if (directory.hasRemaining()) {
      throw disagree();
    }
    return entries;
  }

  private Span findDirectory() throws IOException {
    long size = zip.size();
    int length = (int) Math.min(size, END_LENGTH + MOST_COMMENT);
    ByteBuffer tail = read(size - length, length);
    long found = -1;
    for (int at = length - END_LENGTH; at >= 0; at--) {
      if (tail.getInt(at) == END
          && at + END_LENGTH + Short.toUnsignedInt(tail.getShort(at + 20)) == length) {
        if (found >= 0) {
          throw new PackedDiskException("zip: it has two ends, and would be two disks");
        }
        found = size - length + at;
      }
    }
    if (found < 0) {
      throw new PackedDiskException("zip: its directory is missing, it was cut short");
    }
    ByteBuffer end = tail.slice((int) (found - size + length), END_LENGTH);
    return check(span(end.order(ByteOrder.LITTLE_ENDIAN), found));
  }

  private Span span(ByteBuffer end, long at) throws IOException {
    if (end.getShort(4) != 0 || end.getShort(6) != 0 || end.getShort(8) != end.getShort(10)) {
      throw new PackedDiskException("zip: it is one of several parts");
    }
    Span span =
        new Span(
            Integer.toUnsignedLong(end.getInt(16)),
            Integer.toUnsignedLong(end.getInt(12)),
            Short.toUnsignedLong(end.getShort(10)),
            at);
    if (at < LOCATOR_LENGTH + END64_LENGTH) {
      return span;
    }
    ByteBuffer locator = read(at - LOCATOR_LENGTH, LOCATOR_LENGTH);
    if (locator.getInt(0) != LOCATOR) {
      return span;
    }
    Span large = largeSpan(locator.getLong(8));
    if (large.end() != at - LOCATOR_LENGTH - END64_LENGTH
        || !isSame(end.getInt(16), large.offset())
        || !isSame(end.getInt(12), large.length())
        || !(end.getShort(10) == IN_ZIP64 || span.entries() == large.entries())) {
      throw disagree();
    }
    return large;
  }

  private static boolean isSame(int small, long large) {
    return small == IN_ZIP64 || Integer.toUnsignedLong(small) == large;
  }

  private Span largeSpan(long at) throws IOException {
    ByteBuffer large = read(at, END64_LENGTH);
    if (large.getInt(0) != END64
        || large.getLong(4) != END64_LENGTH - 12
        || large.getLong(16) != 0
        || large.getLong(24) != large.getLong(32)) {
      throw disagree();
    }
    return new Span(large.getLong(48), large.getLong(40), large.getLong(32), at);
  }

  private static Span check(Span span) throws PackedDiskException {
    if (span.length() < 0
        || span.length() > MOST_DIRECTORY
        || span.offset() != span.end() - span.length()
        || span.entries() < 0) {
      throw disagree();
    }
    return span;
  }

  static PackedDiskException disagree() {
    return new PackedDiskException(
        "zip: its directory and its contents disagree, or it is damaged or cut short");
  }

  private ByteBuffer read(long offset, int length) throws IOException {
    if (offset < 0 || length < 0 || offset > zip.size() - length) {
      throw disagree();
    }
    byte[] bytes = new byte[length];
    if (length > 0) {
      zip.readFully(offset, bytes, 0, length);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
