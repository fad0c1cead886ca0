package io.vitrine.diskformats.vhdx;

import static io.vitrine.diskformats.vhdx.VhdxFront.require;

import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.vhdx.VhdxFront.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The log as a ring of sectors, of which a MiB is in memory. It may be read a few times over, which
 * is more than it takes unless entries overlap. For one thread.
 */
final class LogSectors {
  private static final int PAGE = 1 << 20;
  private static final int PAGE_SECTORS = PAGE / LogEntry.SECTOR;
  private static final int MOST_TIMES = 8;

  private final RandomAccessSource image;
  private final Region log;
  private final byte[] page = new byte[PAGE];
  private int pageNumber = -1;
  private long pagesLeft;

  /**
   * @param log whole MiB, inside the image
   */
  LogSectors(RandomAccessSource image, Region log) {
    this.image = image;
    this.log = log;
    this.pagesLeft = MOST_TIMES * (log.length() / PAGE);
  }

  int count() {
    return (int) (log.length() / LogEntry.SECTOR);
  }

  /** Where in the image a sector of the log is. */
  long offset(int sector) {
    return log.offset() + (long) (sector % count()) * LogEntry.SECTOR;
  }

  /** A sector, counted round the log's end; valid until the next call. */
  ByteBuffer read(int sector) throws IOException {
    int number = sector % count() / PAGE_SECTORS;
    if (number != pageNumber) {
      require(pagesLeft > 0, "vhdx: the log is damaged: its entries overlap");
      pagesLeft--;
      pageNumber = number;
      image.readFully(log.offset() + (long) number * PAGE, page, 0, PAGE);
    }
    return ByteBuffer.wrap(page, sector % PAGE_SECTORS * LogEntry.SECTOR, LogEntry.SECTOR)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
