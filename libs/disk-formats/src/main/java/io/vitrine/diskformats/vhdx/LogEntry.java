package io.vitrine.diskformats.vhdx;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The header of an entry of the log: [MS-VHDX] 2.3.1.1. Sectors are those of the log, of 4 KiB, and
 * are counted round its end.
 *
 * @param first the sector that the entry begins in
 * @param sectors how many it takes
 * @param tail the sector of the oldest entry whose changes were still to be made when this one was
 *     written
 * @param number counts up from one entry to the next; unsigned
 * @param descriptors how many changes there are in it
 * @param flushedLength how long the image was by then, in bytes
 * @param lastLength how long the image has to be when the changes are made, in bytes
 */
record LogEntry(
    int first,
    int sectors,
    int tail,
    long number,
    int descriptors,
    long flushedLength,
    long lastLength) {
  static final int SECTOR = 4096;
  static final int CHECKSUM = 4;

  /** What the header takes, and so where the descriptors begin. */
  static final int BYTES = 64;

  static final int DESCRIPTOR = 32;

  /**
   * Reads what may be an entry.
   *
   * @param sector the log's sector of that number
   * @param logSectors how many the log has
   * @return null if it is not one, or one of an earlier use of the log
   */
  static @Nullable LogEntry parse(ByteBuffer sector, int first, int logSectors, String logId) {
    long length = Integer.toUnsignedLong(sector.getInt(8));
    long tail = Integer.toUnsignedLong(sector.getInt(12));
    long number = sector.getLong(16);
    long descriptors = Integer.toUnsignedLong(sector.getInt(24));
    boolean isSane =
        VhdxFront.holds(sector, 0, "loge")
            && VhdxFront.id(sector, 32).equals(logId)
            && length % SECTOR == 0
            && length <= (long) logSectors * SECTOR
            && tail % SECTOR == 0
            && tail < (long) logSectors * SECTOR
            && number != 0
            && BYTES + descriptors * DESCRIPTOR <= length;
    return isSane
        ? new LogEntry(
            first,
            (int) (length / SECTOR),
            (int) (tail / SECTOR),
            number,
            (int) descriptors,
            sector.getLong(48),
            sector.getLong(56))
        : null;
  }

  /** How many sectors the header and the descriptors take; the data follow. */
  int descriptorSectors() {
    return Math.ceilDiv(BYTES + descriptors * DESCRIPTOR, SECTOR);
  }
}
