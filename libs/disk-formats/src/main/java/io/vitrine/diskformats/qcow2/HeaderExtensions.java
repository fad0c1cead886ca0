package io.vitrine.diskformats.qcow2;

import static io.vitrine.diskformats.qcow2.Qcow2Header.require;

import io.vitrine.diskformats.DiskFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What follows the fixed part of a qcow2 header, as far as it points to other places.
 *
 * @param areas where in the image, which may be nowhere in it; at most one of each name
 */
record HeaderExtensions(List<Area> areas) {
  /** No offset of anything. */
  static final long NOWHERE = -1;

  private static final int END = 0;
  private static final int DATA_FILE = 0x44415441;
  private static final int CRYPTO_HEADER = 0x0537be77;
  private static final int BITMAPS = 0x23852875;
  private static final int MAX_BITMAPS = 65_535;

  private static final String CRYPTO_HEADER_NAME = "encryption header";
  private static final String BITMAPS_NAME = "bitmap directory";

  /** Some bytes of the image; offset and length are as read, negative ones included. */
  record Area(String name, long offset, long length) {}

  HeaderExtensions {
    areas = List.copyOf(areas);
  }

  /**
   * @param head the image's first bytes
   * @param start where the fixed part ends
   * @param end where the header must end, which may be behind the head
   */
  static HeaderExtensions parse(ByteBuffer head, int start, int end) throws DiskFormatException {
    List<Area> areas = new ArrayList<>();
    int kept = Math.min(head.limit(), end);
    long at = start;
    while (at + 8 <= kept) {
      int type = head.getInt((int) at);
      long size = Integer.toUnsignedLong(head.getInt((int) at + 4));
      if (type == END) {
        return new HeaderExtensions(areas);
      }
      // It counts even without its feature bit: nobody honest writes that.
      require(type != DATA_FILE, "qcow2: external data files are not allowed");
      require(size <= kept - at - 8, "qcow2: a header extension runs past the header");
      switch (type) {
        case CRYPTO_HEADER -> add(areas, cryptoHeader(head, (int) at + 8, size));
        case BITMAPS -> add(areas, bitmaps(head, (int) at + 8, size));
        default -> {
          // Names of features and the like: nothing that a reader follows.
        }
      }
      at += 8 + (size + 7) / 8 * 8;
    }
    require(kept == end || head.limit() < Qcow2Header.HEAD_BYTES, "qcow2: the header is too long");
    return new HeaderExtensions(areas);
  }

  private static Area cryptoHeader(ByteBuffer head, int at, long size) throws DiskFormatException {
    require(size == 16, "qcow2: the encryption's header extension is damaged");
    return new Area(CRYPTO_HEADER_NAME, head.getLong(at), head.getLong(at + 8));
  }

  private static Area bitmaps(ByteBuffer head, int at, long size) throws DiskFormatException {
    require(size == 24, "qcow2: the bitmaps' header extension is damaged");
    int count = head.getInt(at);
    require(count >= 0 && count <= MAX_BITMAPS, "qcow2: there are too many bitmaps");
    return new Area(BITMAPS_NAME, head.getLong(at + 16), head.getLong(at + 8));
  }

  private static void add(List<Area> areas, Area added) throws DiskFormatException {
    require(
        areas.stream().noneMatch(area -> area.name().equals(added.name())),
        "qcow2: the header names two places for its " + added.name());
    areas.add(added);
  }

  /** Where the header of the encryption lies. */
  OptionalLong cryptoHeader() {
    return areas.stream()
        .filter(area -> area.name().equals(CRYPTO_HEADER_NAME))
        .mapToLong(Area::offset)
        .findFirst();
  }
}
