package io.vitrine.diskformats.qcow2;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * L2 tables read lately. Tables are cached in aligned pages of the file rather than one by one, so
 * that images with tiny clusters do not cost one remote read for each of their tiny tables.
 */
final class TableCache {
  private static final int SMALLEST_PAGE = 64 * 1024;
  private static final int MAX_BYTES = 4 << 20;
  private static final int MIN_PAGES = 4;

  private final RandomAccessSource source;
  private final int pageSize;
  private final LinkedHashMap<Long, ByteBuffer> pages;

  TableCache(RandomAccessSource source, int clusterSize) {
    this.source = source;
    this.pageSize = Math.max(clusterSize, SMALLEST_PAGE);
    int capacity = Math.max(MIN_PAGES, MAX_BYTES / pageSize);
    this.pages =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, ByteBuffer> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The entry at that place in the file, which is a multiple of eight. */
  long entry(long fileOffset) throws IOException {
    ByteBuffer page = page(fileOffset / pageSize);
    int at = (int) (fileOffset % pageSize);
    if (at + Long.BYTES > page.limit()) {
      throw new DiskFormatException(
          "qcow2: the image is cut short: an L2 table lies beyond its end");
    }
    return page.getLong(at);
  }

  private synchronized ByteBuffer page(long number) throws IOException {
    ByteBuffer page = pages.get(number);
    if (page == null) {
      long start = number * pageSize;
      byte[] bytes = new byte[Math.clamp(source.size() - start, 0, pageSize)];
      if (bytes.length > 0) {
        source.readFully(start, bytes, 0, bytes.length);
      }
      page = ByteBuffer.wrap(bytes);
      pages.put(number, page);
    }
    return page;
  }
}
