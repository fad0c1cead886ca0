package io.vitrine.diskformats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tables of an image, as far as they were read lately: 4 MiB of them, or four pages. They are
 * cached in aligned pages of the file rather than one by one, so that images with tiny tables do
 * not cost one remote read for each of them.
 *
 * <p>Safe for use by several threads at once.
 */
public final class TableCache {
  private static final int SMALLEST_PAGE = 64 * 1024;
  private static final int MAX_BYTES = 4 << 20;
  private static final int MIN_PAGES = 4;

  private final RandomAccessSource source;
  private final int pageSize;
  private final ByteOrder order;
  private final String beyondTheEnd;
  private final LinkedHashMap<Long, ByteBuffer> pages;

  /**
   * @param tableSize how many bytes lie together, if it is known; a power of two
   * @param beyondTheEnd says that an entry lies beyond the end of the image
   */
  public TableCache(
      RandomAccessSource source, int tableSize, ByteOrder order, String beyondTheEnd) {
    this.source = source;
    this.pageSize = Math.max(tableSize, SMALLEST_PAGE);
    this.order = order;
    this.beyondTheEnd = beyondTheEnd;
    int capacity = Math.max(MIN_PAGES, MAX_BYTES / pageSize);
    this.pages =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, ByteBuffer> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * The entry of eight bytes at that place in the file, which is a multiple of eight.
   *
   * @throws DiskFormatException if it lies beyond the end of the image
   */
  public long longAt(long fileOffset) throws IOException {
    return pageWith(fileOffset, Long.BYTES).getLong((int) (fileOffset % pageSize));
  }

  /**
   * The entry of four bytes at that place in the file, which is a multiple of four.
   *
   * @throws DiskFormatException if it lies beyond the end of the image
   */
  public int intAt(long fileOffset) throws IOException {
    return pageWith(fileOffset, Integer.BYTES).getInt((int) (fileOffset % pageSize));
  }

  /** As {@link #intAt}, of an unsigned entry. */
  public long unsignedIntAt(long fileOffset) throws IOException {
    return Integer.toUnsignedLong(intAt(fileOffset));
  }

  private ByteBuffer pageWith(long fileOffset, int length) throws IOException {
    ByteBuffer page = page(fileOffset / pageSize);
    if (fileOffset % pageSize + length > page.limit()) {
      throw new DiskFormatException(beyondTheEnd);
    }
    return page;
  }

  private synchronized ByteBuffer page(long number) throws IOException {
    ByteBuffer page = pages.get(number);
    if (page == null) {
      long start = number * pageSize;
      byte[] bytes = new byte[Math.clamp(source.size() - start, 0, pageSize)];
      if (bytes.length > 0) {
        source.readFully(start, bytes, 0, bytes.length);
      }
      page = ByteBuffer.wrap(bytes).order(order);
      pages.put(number, page);
    }
    return page;
  }
}
