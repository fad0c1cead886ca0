package io.vitrine.packed;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files in a tar, found by reading the headers and skipping the rest. Plain files side by side
 * only: no folders, links, devices or sparse files, and no name twice.
 */
final class TarEntries {
  private static final int MOST_ENTRIES = 64;
  private static final int MOST_EXTENSION = 64 << 10;
  private static final int MOST_NAME = 255;
  private static final String DESCRIPTOR = ".ovf";

  private final RandomAccessSource tar;
  private final Map<String, SourceWindow> entries = new LinkedHashMap<>();
  private long position;

  /** What headers before the one of a file say about that. */
  private @Nullable String longName;

  private @Nullable Long longSize;

  private TarEntries(RandomAccessSource tar) {
    this.tar = tar;
  }

  /** By name, in the order of the tar. */
  static Map<String, SourceWindow> of(RandomAccessSource tar) throws IOException {
    TarEntries entries = new TarEntries(tar);
    int headers = 0;
    while (entries.readOne()) {
      headers++;
      if (entries.entries.size() > MOST_ENTRIES || headers > 4 * MOST_ENTRIES) {
        throw new PackedDiskException("ova: it holds more than %d files".formatted(MOST_ENTRIES));
      }
    }
    return entries.entries;
  }

  static boolean isDescriptor(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(DESCRIPTOR);
  }

  private boolean readOne() throws IOException {
    if (position == tar.size()) {
      return false;
    }
    byte[] block = read(position, TarHeader.LENGTH);
    if (isZero(block)) {
      return false;
    }
    TarHeader header = TarHeader.read(block, 0);
    long data = position + TarHeader.LENGTH;
    switch (header.type()) {
      case '0', '7' -> {
        long size = longSize == null ? header.size() : longSize;
        add(longName == null ? header.name() : longName, data, size);
        header = new TarHeader(header.type(), header.name(), size);
        longName = null;
        longSize = null;
      }
      case 'L' -> longName = TarHeader.text(extension(header), 0, (int) header.size());
      case 'x' -> takeRecords(extension(header), true);
      case 'g' -> takeRecords(extension(header), false);
      case 'S' -> throw sparse();
      case '1', '2', 'K' ->
          throw new PackedDiskException("ova: it holds a link, and only plain files are read");
      default ->
          throw new PackedDiskException(
              "ova: it holds a folder, a device or the like, and only plain files are read");
    }
    // The padding behind the last file may be missing; its bytes may not.
    position = Math.min(tar.size(), data + header.paddedSize());
    return true;
  }

  private void add(String name, long offset, long size) throws PackedDiskException {
    if (size < 0 || size > tar.size() - offset) {
      throw TarHeader.impossibleSize();
    }
    if (name.isEmpty()
        || name.length() > MOST_NAME
        || name.indexOf('/') >= 0
        || name.indexOf('\\') >= 0
        || name.chars().anyMatch(Character::isISOControl)
        || name.equals("..")) {
      throw new PackedDiskException("ova: a file in it has a name that is a path or not readable");
    }
    if (entries.put(name, new SourceWindow(tar, offset, size)) != null) {
      throw new PackedDiskException("ova: it holds two files of the same name");
    }
  }

  /** Records of pax: {@code length key=value\n}, the length being that of the whole record. */
  private void takeRecords(byte[] bytes, boolean ofNextFile) throws PackedDiskException {
    int at = 0;
    while (at < bytes.length) {
      int blank = indexOf(bytes, ' ', at);
      long length = decimal(bytes, at, blank);
      if (length > bytes.length - at || length < blank - at + 2) {
        throw damagedRecord();
      }
      int end = at + (int) length - 1;
      int equals = indexOf(bytes, '=', blank);
      if (bytes[end] != '\n' || equals > end) {
        throw damagedRecord();
      }
      String key = new String(bytes, blank + 1, equals - blank - 1, StandardCharsets.UTF_8);
      take(key, bytes, equals + 1, end, ofNextFile);
      at = end + 1;
    }
  }

  private void take(String key, byte[] bytes, int from, int end, boolean ofNextFile)
      throws PackedDiskException {
    if (key.startsWith("GNU.sparse")) {
      throw sparse();
    }
    if (key.equals("path") || key.equals("size")) {
      if (!ofNextFile) {
        throw damagedRecord();
      }
      if (key.equals("path")) {
        longName = TarHeader.text(bytes, from, end - from);
      } else {
        longSize = decimal(bytes, from, end);
      }
    }
  }

  private static int indexOf(byte[] bytes, char wanted, int from) throws PackedDiskException {
    for (int at = from; at < bytes.length; at++) {
      if (bytes[at] == wanted) {
        return at;
      }
    }
    throw damagedRecord();
  }

  private static long decimal(byte[] bytes, int from, int end) throws PackedDiskException {
    String digits = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    if (!digits.matches("[0-9]{1,18}")) {
      throw TarHeader.impossibleSize();
    }
    return Long.parseLong(digits);
  }

  private byte[] extension(TarHeader header) throws IOException {
    if (header.size() > MOST_EXTENSION) {
      throw damagedRecord();
    }
    return read(position + TarHeader.LENGTH, (int) header.size());
  }

  private byte[] read(long offset, int length) throws IOException {
    if (length > tar.size() - offset) {
      throw TarHeader.impossibleSize();
    }
    return new SourceWindow(tar, offset, length).readAll();
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static PackedDiskException sparse() {
    return new PackedDiskException("ova: it holds a sparse file: write the tar without --sparse");
  }

  private static PackedDiskException damagedRecord() {
    return new PackedDiskException("ova: a header of the tar is damaged, or not one for an OVA");
  }
}
