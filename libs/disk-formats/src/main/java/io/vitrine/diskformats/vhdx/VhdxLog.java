package io.vitrine.diskformats.vhdx;

import static io.vitrine.diskformats.vhdx.VhdxFront.require;

import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.vhdx.VhdxFront.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The log of an untrusted VHDX that was not closed properly: [MS-VHDX] 2.3. Changes of tables are
 * written there before they are made, so that they can be made again. The log is a ring of entries
 * that count upwards; the newest tells which was the oldest whose changes were not all made yet.
 *
 * <p>Memory holds where the changes are, and one MiB of the log.
 */
public final class VhdxLog {
  private static final long MEBIBYTE = 1 << 20;
  private static final long MAX_LENGTH = 64 * MEBIBYTE;
  private static final int MAX_CHANGES = 1 << 16;

  /** Four of the largest blocks: what a writer may have added and not yet made durable. */
  private static final long MAX_GROWTH = 1L << 30;

  /** Behind what describes the log. The region table, which follows, may be changed. */
  private static final long FIRST_CHANGE = 192 * 1024;

  private static final String DAMAGED = "vhdx: the log is damaged";

  private final LogSectors sectors;
  private final Region place;

  /** Whole ones, by the sector that they begin in. */
  private final Map<Integer, LogEntry> entries = new HashMap<>();

  private VhdxLog(LogSectors sectors, VhdxHeader header) throws IOException {
    this.sectors = sectors;
    this.place = header.log();
    for (int sector = 0; sector < sectors.count(); ) {
      LogEntry entry =
          LogEntry.parse(sectors.read(sector), sector, sectors.count(), header.logId());
      if (entry != null && isIntact(entry)) {
        entries.put(sector, entry);
        sector += entry.sectors();
      } else {
        sector++;
      }
    }
  }

  /**
   * The image as it is once the changes in its log have been made and the log is empty. Nothing is
   * written; reading it reads the log, too.
   *
   * @return the source itself if the image was closed properly
   * @throws DiskFormatException if it is not a VHDX, its log is damaged, or the image cut short
   */
  public static RandomAccessSource replay(RandomAccessSource image) throws IOException {
    VhdxHeader header = VhdxHeader.parse(VhdxImage.read(image, 0, VhdxFront.BYTES));
    if (!header.hasPendingChanges()) {
      return image;
    }
    checkPlace(header, image.size());
    return new VhdxLog(new LogSectors(image, header.log()), header).replay(image, header);
  }

  private static void checkPlace(VhdxHeader header, long imageLength) throws DiskFormatException {
    Region log = header.log();
    require(
        header.logVersion() == 0,
        "vhdx: version %d of the log cannot be read here".formatted(header.logVersion()));
    require(
        log.offset() >= MEBIBYTE
            && log.offset() % MEBIBYTE == 0
            && log.length() > 0
            && log.length() % MEBIBYTE == 0,
        "vhdx: the log is misplaced");
    require(
        log.length() <= MAX_LENGTH,
        "vhdx: a log of %d bytes cannot be read here".formatted(log.length()));
    require(
        log.offset() <= imageLength - log.length(),
        "vhdx: the image is cut short: its log lies beyond its end");
  }

  private boolean isIntact(LogEntry entry) throws IOException {
    ByteBuffer first = sectors.read(entry.first());
    int expected = first.getInt(LogEntry.CHECKSUM);
    CRC32C sum = Checksum.begin(first);
    for (int more = 1; more < entry.sectors(); more++) {
      sum.update(sectors.read(entry.first() + more));
    }
    return (int) sum.getValue() == expected;
  }

  private RandomAccessSource replay(RandomAccessSource image, VhdxHeader header)
      throws IOException {
    List<LogEntry> active = activeSequence();
    require(!active.isEmpty(), "vhdx: the log is damaged: it has no whole sequence of changes");
    LogEntry newest = active.getLast();
    require(
        Long.compareUnsigned(newest.flushedLength(), image.size()) <= 0,
        "vhdx: the image is cut short: it was longer when its log was written");
    ReplayedSource.Builder changes = new ReplayedSource.Builder(image);
    int left = MAX_CHANGES;
    for (LogEntry entry : active) {
      left -= entry.descriptors();
      require(left >= 0, "vhdx: there are too many changes in the log");
      collect(entry, changes);
    }
    require(newest.lastLength() >= 0, DAMAGED);
    long size = Math.max(image.size(), Math.max(newest.lastLength(), changes.end()));
    require(size - image.size() <= MAX_GROWTH, "vhdx: the log makes the image too long");
    changes.put(header.offset(), closed(header, image));
    return changes.build(size);
  }

  /** The entries whose changes are to be made, in order; none if there is no whole sequence. */
  private List<LogEntry> activeSequence() {
    List<LogEntry> active = List.of();
    for (LogEntry entry : entries.values()) {
      if (active.isEmpty() || Long.compareUnsigned(entry.number(), active.getLast().number()) > 0) {
        List<LogEntry> sequence = from(entry.tail());
        if (!sequence.isEmpty() && sequence.getLast().equals(entry)) {
          active = sequence;
        }
      }
    }
    return active;
  }

  /** The longest sequence of entries of which each follows upon the one before. */
  private List<LogEntry> from(int sector) {
    List<LogEntry> sequence = new ArrayList<>();
    for (@Nullable LogEntry entry = entries.get(sector); entry != null; entry = follower(entry)) {
      sequence.add(entry);
    }
    return sequence;
  }

  private @Nullable LogEntry follower(LogEntry entry) {
    LogEntry next = entries.get((entry.first() + entry.sectors()) % sectors.count());
    return next != null && next.number() == entry.number() + 1 ? next : null;
  }

  private void collect(LogEntry entry, ReplayedSource.Builder changes) throws IOException {
    int data = entry.first() + entry.descriptorSectors();
    int end = entry.first() + entry.sectors();
    for (int index = 0; index < entry.descriptors(); index++) {
      int at = LogEntry.BYTES + index * LogEntry.DESCRIPTOR;
      ByteBuffer descriptor =
          sectors
              .read(entry.first() + at / LogEntry.SECTOR)
              .slice(at % LogEntry.SECTOR, LogEntry.DESCRIPTOR)
              .order(ByteOrder.LITTLE_ENDIAN);
      require(descriptor.getLong(24) == entry.number(), DAMAGED);
      long offset = descriptor.getLong(16);
      if (VhdxFront.holds(descriptor, 0, "zero")) {
        long until = end(offset, descriptor.getLong(8));
        changes.put(offset, new Change.Zeros(until));
      } else {
        require(VhdxFront.holds(descriptor, 0, "desc") && data < end, DAMAGED);
        long until = end(offset, LogEntry.SECTOR);
        changes.put(
            offset,
            new Change.Logged(
                until,
                sectors.offset(data),
                entry.number(),
                descriptor.getLong(8),
                descriptor.getInt(4)));
        data++;
      }
    }
  }

  /** Where a change ends, having made sure that it does not change what it is read from. */
  private long end(long offset, long length) throws DiskFormatException {
    require(
        offset >= FIRST_CHANGE
            && offset % LogEntry.SECTOR == 0
            && length >= 0
            && length % LogEntry.SECTOR == 0
            && length <= Long.MAX_VALUE - offset
            && (offset + length <= place.offset() || offset >= place.offset() + place.length()),
        "vhdx: a change in the log is misplaced");
    return offset + length;
  }

  /** The header as it is when the log is empty. */
  private static Change closed(VhdxHeader header, RandomAccessSource image) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(VhdxImage.read(image, header.offset(), VhdxHeader.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(VhdxHeader.LOG_ID, 0).putLong(VhdxHeader.LOG_ID + Long.BYTES, 0);
    Checksum.seal(bytes);
    return new Change.Known(header.offset() + VhdxHeader.BYTES, bytes);
  }
}
