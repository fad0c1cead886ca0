package io.vitrine.diskformats.vhdx;

import static io.vitrine.diskformats.inspection.DiskSamples.VHDX_ITEMS;
import static io.vitrine.diskformats.inspection.DiskSamples.vhdx;
import static io.vitrine.diskformats.vhdx.DirtyLog.SECTOR;
import static io.vitrine.diskformats.vhdx.DirtyLog.data;
import static io.vitrine.diskformats.vhdx.DirtyLog.end;
import static io.vitrine.diskformats.vhdx.DirtyLog.filled;
import static io.vitrine.diskformats.vhdx.DirtyLog.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.diskformats.Converting;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.MemorySource;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.Spoiling;
import io.vitrine.diskformats.vhdx.DirtyLog.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log of a VHDX changes, and what is no sound log. */
class VhdxLogTest {
  private static final int MUTATIONS = 2_000;
  private static final int MEBIBYTE = 1 << 20;
  private static final int HEADER = 128 << 10;
  private static final int TABLE = 2 * MEBIBYTE;
  private static final int FIRST_BLOCK = 3 * MEBIBYTE;
  private static final int LOG = 5 * MEBIBYTE;
  private static final int PRESENT = 6;

  /** Somewhere in the first block, where nothing needs to make sense. */
  private static final int PLACE = FIRST_BLOCK + 4 * SECTOR;

  /** Of two blocks of noise that nothing refers to yet, with a log at its end. */
  private static byte[] closed(int logLength) {
    byte[] front = vhdx(disk -> disk.putInt(HEADER + 68, logLength).putLong(HEADER + 72, LOG));
    byte[] noise = new byte[2 * MEBIBYTE];
    new Random(1).nextBytes(noise);
    return ByteBuffer.allocate(LOG + logLength).put(front).put(noise).array();
  }

  private static byte[] dirty(Consumer<DirtyLog> changes) {
    return dirty(MEBIBYTE, changes);
  }

  private static byte[] dirty(int logLength, Consumer<DirtyLog> changes) {
    byte[] image = closed(logLength);
    changes.accept(new DirtyLog(image));
    return image;
  }

  /** The part of a block table that says where the first blocks are. */
  private static Part table(long... entries) {
    ByteBuffer sector = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
    for (long entry : entries) {
      sector.putLong(entry);
    }
    return data(TABLE, sector.array());
  }

  @Test
  void makesTheChangesBeforeAnythingIsRead() throws Exception {
    // Given
    byte[] image =
        dirty(log -> log.entry(0, 0, 7, table(0, 0, FIRST_BLOCK + PRESENT), filled(PLACE, 9)));

    // When
    byte[] disk = Converting.toRaw(image, DiskFormat.VHDX);

    // Then
    byte[] expected = new byte[8 * MEBIBYTE];
    System.arraycopy(image, FIRST_BLOCK, expected, 2 * MEBIBYTE, MEBIBYTE);
    int place = 2 * MEBIBYTE + PLACE - FIRST_BLOCK;
    Arrays.fill(expected, place, place + SECTOR, (byte) 9);
    assertThat(disk).isEqualTo(expected);
  }

  @Test
  void leavesAnImageAsItIsThatWasClosed() throws IOException {
    RandomAccessSource image = new MemorySource(closed(MEBIBYTE));
    assertThat(VhdxLog.replay(image)).isSameAs(image);
  }

  @Test
  void makesAnImageThatIsClosed() throws IOException {
    // Given
    RandomAccessSource image = new MemorySource(dirty(log -> log.entry(0, 0, 7)));

    // When
    RandomAccessSource replayed = VhdxLog.replay(image);

    // Then
    assertThat(VhdxLog.replay(replayed)).isSameAs(replayed);
    assertThat(VhdxImage.open(replayed).virtualSize()).isEqualTo(8L * MEBIBYTE);
  }

  @Test
  void readsEverySectorWholeAndInPart() throws IOException {
    // Given
    byte[] noise = new byte[SECTOR];
    new Random(2).nextBytes(noise);
    byte[] image =
        dirty(log ->
            log.entry(
                0,
                0,
                0x1_2345_6789L,
                data(PLACE, noise),
                zeros(PLACE + 2 * SECTOR, 2 * SECTOR),
                filled(PLACE + 5 * SECTOR, 3)));
    byte[] expected = image.clone();
    System.arraycopy(noise, 0, expected, PLACE, SECTOR);
    Arrays.fill(expected, PLACE + 2 * SECTOR, PLACE + 4 * SECTOR, (byte) 0);
    Arrays.fill(expected, PLACE + 5 * SECTOR, PLACE + 6 * SECTOR, (byte) 3);
    RandomAccessSource replayed = VhdxLog.replay(new MemorySource(image));
    Random random = new Random(3);

    for (int i = 0; i < 500; i++) {
      // When
      int from = PLACE - SECTOR + random.nextInt(8 * SECTOR);
      byte[] read = new byte[1 + random.nextInt(3 * SECTOR)];
      replayed.readFully(from, read, 0, read.length);

      // Then
      assertThat(read).isEqualTo(Arrays.copyOfRange(expected, from, from + read.length));
    }
  }

  @Test
  void letsTheLaterOfTwoChangesCount() throws IOException {
    Part wide = zeros(PLACE, 4 * SECTOR);
    Part narrow = filled(PLACE + SECTOR, 1);
    int second = end(0, wide, filled(PLACE + 3 * SECTOR, 2));
    byte[] image =
        dirty(log ->
            log.entry(0, 0, 1, wide, filled(PLACE + 3 * SECTOR, 2))
                .entry(second, 0, 2, narrow, zeros(PLACE + 3 * SECTOR, SECTOR)));

    assertThat(sectorsAtPlace(image, 4)).containsExactly(0, 1, 0, 0);
  }

  @Test
  void startsWithTheOldestEntryThatIsNotDoneWith() throws IOException {
    int second = end(0, filled(PLACE, 1));
    int third = end(second, filled(PLACE, 1));
    byte[] image =
        dirty(log ->
            log.entry(0, 0, 1, filled(PLACE, 1))
                .entry(second, 0, 2, filled(PLACE + SECTOR, 2))
                .entry(third, second, 3, filled(PLACE + 2 * SECTOR, 3)));

    assertThat(sectorsAtPlace(image, 3)).containsExactly(noiseAtPlace(0), 2, 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void goesRoundTheEndOfTheLog(int sectorsBefore) throws IOException {
    int first = MEBIBYTE - sectorsBefore * SECTOR;
    int second = end(first, filled(PLACE, 1)) % MEBIBYTE;
    byte[] image =
        dirty(log ->
            log.entry(first, first, 1, filled(PLACE, 1))
                .entry(second, first, 2, filled(PLACE + SECTOR, 2)));

    assertThat(sectorsAtPlace(image, 2)).containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource({"5, 9, 2", "9, 5, 1", "9, -5, 2"})
  void takesTheNewestSequence(long first, long second, int expected) throws IOException {
    byte[] image =
        dirty(log ->
            log.entry(0, 0, first, filled(PLACE, 1))
                .entry(10 * SECTOR, 10 * SECTOR, second, filled(PLACE, 2)));

    assertThat(sectorsAtPlace(image, 1)).containsExactly(expected);
  }

  @Test
  void takesNothingFromAnEarlierUseOfTheLog() throws IOException {
    int second = end(0, filled(PLACE, 1));
    byte[] image =
        dirty(log ->
            log.entry(0, 0, 1, filled(PLACE, 1))
                .entry(second, 0, 2, fields -> fields.put(32, (byte) 1), filled(PLACE, 2)));

    assertThat(sectorsAtPlace(image, 1)).containsExactly(1);
  }

  @Test
  void endsBeforeAnEntryThatWasNotWrittenWhole() throws IOException {
    // Given
    int second = end(0, filled(PLACE, 1));
    byte[] image =
        dirty(log -> log.entry(0, 0, 1, filled(PLACE, 1)).entry(second, 0, 2, filled(PLACE, 2)));
    assertThat(sectorsAtPlace(image, 1)).containsExactly(2);

    // When
    image[LOG + second + SECTOR + 100]++;

    // Then
    assertThat(sectorsAtPlace(image, 1)).containsExactly(1);
  }

  @Test
  void makesTheImageAsLongAsItHasToBe() throws Exception {
    // Given: two blocks that were added when the machine stopped, one of them by the log
    int length = LOG + MEBIBYTE;
    byte[] image =
        dirty(log ->
            log.lengths(length, length + MEBIBYTE)
                .entry(
                    0,
                    0,
                    1,
                    table(length + PRESENT, length + MEBIBYTE + PRESENT),
                    filled(length + 2 * MEBIBYTE - SECTOR, 5)));

    // When
    byte[] disk = Converting.toRaw(image, DiskFormat.VHDX);

    // Then
    byte[] expected = new byte[8 * MEBIBYTE];
    Arrays.fill(expected, 2 * MEBIBYTE - SECTOR, 2 * MEBIBYTE, (byte) 5);
    assertThat(disk).isEqualTo(expected);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void refusesAParentThatOnlyTheLogTellsOf() {
    byte[] items = Arrays.copyOfRange(closed(MEBIBYTE), VHDX_ITEMS, VHDX_ITEMS + SECTOR);
    items[4] = 2;
    assertRefused(dirty(log -> log.entry(0, 0, 1, data(VHDX_ITEMS, items))), "with a parent");
  }

  @Test
  void refusesALogWithoutASequence() {
    int second = end(0, filled(PLACE, 1));
    assertRefused(dirty(log -> {}), "no whole sequence");
    assertRefused(spoilt(LOG + 100), "no whole sequence");
    assertRefused(spoilt(LOG + SECTOR + 100), "no whole sequence");
    // The oldest is missing, or not the one before.
    assertRefused(dirty(log -> log.entry(0, SECTOR, 1)), "no whole sequence");
    assertRefused(
        dirty(
            log -> log.entry(0, second, 1, filled(PLACE, 1)).entry(second, 0, 3, filled(PLACE, 2))),
        "no whole sequence");
    // Numbers do not begin again.
    assertRefused(dirty(log -> log.entry(0, SECTOR, -1).entry(SECTOR, 0, 0)), "no whole sequence");
  }

  private static byte[] spoilt(int at) {
    byte[] image = dirty(log -> log.entry(0, 0, 1, filled(PLACE, 1)));
    image[at]++;
    return image;
  }

  @Test
  void boundsTheEntries() {
    assertEntryRefused(fields -> fields.putInt(8, 0), "no whole sequence");
    assertEntryRefused(fields -> fields.putInt(8, SECTOR + 1), "no whole sequence");
    assertEntryRefused(fields -> fields.putInt(8, 2 * MEBIBYTE), "no whole sequence");
    assertEntryRefused(fields -> fields.putInt(8, -SECTOR), "no whole sequence");
    assertEntryRefused(fields -> fields.putInt(12, 1), "no whole sequence");
    assertEntryRefused(fields -> fields.putInt(12, MEBIBYTE), "no whole sequence");
    assertEntryRefused(fields -> fields.putInt(12, -SECTOR), "no whole sequence");
    assertEntryRefused(fields -> fields.putInt(24, 255), "no whole sequence");
    assertEntryRefused(fields -> fields.putInt(24, -1), "no whole sequence");
    assertEntryRefused(fields -> fields.putInt(24, 3), "log is damaged");
    assertEntryRefused(fields -> fields.putInt(64, 0), "log is damaged");
    assertEntryRefused(fields -> fields.putLong(64 + 24, 2), "log is damaged");
    assertEntryRefused(fields -> fields.putInt(96, 0x63736564), "log is damaged");
  }

  private static void assertEntryRefused(Consumer<ByteBuffer> change, String reason) {
    assertRefused(
        dirty(log -> log.entry(0, 0, 1, change, filled(PLACE, 1), zeros(PLACE + SECTOR, SECTOR))),
        reason);
  }

  @Test
  void refusesDataThatBelongToAnotherEntry() {
    for (int at : new int[] {SECTOR, SECTOR + 4, 2 * SECTOR - 4}) {
      byte[] image =
          dirty(log ->
              log.entry(0, 0, 1, fields -> fields.putInt(at, 77), table(FIRST_BLOCK + PRESENT)));
      assertRefused(image, "data of a change are missing");
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        128 << 10,
        PLACE + 1,
        LOG,
        LOG + MEBIBYTE - SECTOR,
        -SECTOR,
        Long.MIN_VALUE,
        Long.MAX_VALUE - SECTOR + 1
      })
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void refusesChangesInTheWrongPlace(long offset) {
    assertRefused(dirty(log -> log.entry(0, 0, 1, filled(offset, 1))), "is misplaced");
    assertRefused(dirty(log -> log.entry(0, 0, 1, zeros(offset, SECTOR))), "is misplaced");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -SECTOR, Long.MIN_VALUE, LOG, Long.MAX_VALUE - SECTOR + 1})
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void refusesZerosOfTheWrongLength(long length) {
    assertRefused(dirty(log -> log.entry(0, 0, 1, zeros(PLACE, length))), "is misplaced");
  }

  @Test
  void takesZerosOfNoLengthForNothing() throws IOException {
    byte[] image = dirty(log -> log.entry(0, 0, 1, filled(PLACE, 1), zeros(PLACE, 0)));
    assertThat(sectorsAtPlace(image, 1)).containsExactly(1);
  }

  @Test
  void boundsThePlaceOfTheLog() {
    assertRefused(header(fields -> fields.putShort(64, (short) 1)), "version 1 of the log");
    assertRefused(header(fields -> fields.putInt(68, 0)), "misplaced");
    assertRefused(header(fields -> fields.putInt(68, SECTOR)), "misplaced");
    assertRefused(header(fields -> fields.putInt(68, 2 * MEBIBYTE)), "lies beyond its end");
    assertRefused(header(fields -> fields.putInt(68, 65 * MEBIBYTE)), "a log of 68157440 bytes");
    assertRefused(header(fields -> fields.putInt(68, -MEBIBYTE)), "a log of 4293918720 bytes");
    assertRefused(header(fields -> fields.putLong(72, 0)), "misplaced");
    assertRefused(header(fields -> fields.putLong(72, LOG + SECTOR)), "misplaced");
    assertRefused(header(fields -> fields.putLong(72, -MEBIBYTE)), "misplaced");
    assertRefused(header(fields -> fields.putLong(72, 1L << 62)), "lies beyond its end");
  }

  private static byte[] header(Consumer<ByteBuffer> change) {
    return dirty(log -> log.entry(0, 0, 1).markHeader(change));
  }

  @Test
  void refusesAnImageThatWasLonger() {
    int length = LOG + MEBIBYTE;
    assertRefused(dirty(log -> log.lengths(length + 1, length).entry(0, 0, 1)), "is cut short");
    assertRefused(dirty(log -> log.lengths(-1, length).entry(0, 0, 1)), "is cut short");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void refusesToMakeTheImageVeryLong() {
    int length = LOG + MEBIBYTE;
    long most = length + (1L << 30);
    assertRefused(dirty(log -> log.lengths(length, most + 1).entry(0, 0, 1)), "too long");
    assertRefused(dirty(log -> log.lengths(length, Long.MAX_VALUE).entry(0, 0, 1)), "too long");
    assertRefused(dirty(log -> log.lengths(length, -1).entry(0, 0, 1)), "damaged");
    assertRefused(dirty(log -> log.entry(0, 0, 1, filled(most, 1))), "too long");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void stopsReadingEntriesThatOverlap() {
    // Given a log that is full of entries as long as itself
    int length = 8 * MEBIBYTE;
    byte[] image =
        dirty(
            length,
            log -> {
              for (int at = 0; at < length; at += SECTOR) {
                log.entry(at, at, 1, fields -> fields.putInt(8, length));
              }
            });

    // When / Then
    assertRefused(image, "its entries overlap");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void boundsTheNumberOfChanges() {
    Part[] parts = new Part[(1 << 16) + 1];
    Arrays.setAll(parts, index -> zeros(PLACE + (index % 2) * SECTOR, SECTOR));
    assertRefused(dirty(4 * MEBIBYTE, log -> log.entry(0, 0, 1, parts)), "too many changes");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void stopsReadingZerosOfTheLogOverAndOver() {
    // Given a disk of 256 GiB whose blocks are all the one that the log makes
    byte[] image = closed(MEBIBYTE);
    ByteBuffer fields = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    fields.putInt(VHDX_ITEMS, 4 * MEBIBYTE).putLong(VHDX_ITEMS + 8, 256L << 30);
    for (int at = TABLE; at < FIRST_BLOCK; at += Long.BYTES) {
      fields.putLong(at, image.length + PRESENT);
    }
    new DirtyLog(image).lengths(image.length, image.length + 4 * MEBIBYTE).entry(0, 0, 1);

    // When / Then
    Converting.assertReadTooOften(image, DiskFormat.VHDX);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void survivesRandomChanges(boolean sealed) {
    int second = end(0, table(), zeros(0, 0));
    byte[] image =
        dirty(log ->
            log.entry(0, 0, 1, table(FIRST_BLOCK + PRESENT), zeros(PLACE, SECTOR))
                .entry(second, 0, 2, filled(PLACE + SECTOR, 7)));

    Spoiling.survives(
        image,
        MUTATIONS,
        8 * MEBIBYTE,
        source -> {
          if (sealed) {
            DirtyLog.seal(((MemorySource) source).bytes(), LOG, 2 * SECTOR);
            DirtyLog.seal(((MemorySource) source).bytes(), HEADER, SECTOR);
          }
          return VhdxImage.open(VhdxLog.replay(source));
        },
        new Spoiling.Place(HEADER + 48, 32),
        new Spoiling.Place(LOG, 128),
        new Spoiling.Place(LOG + SECTOR, 16),
        new Spoiling.Place(LOG + second, 128));
  }

  private static int noiseAtPlace(int sector) {
    return closed(MEBIBYTE)[PLACE + sector * SECTOR] & 0xff;
  }

  /** The first byte of each sector. */
  private static int[] sectorsAtPlace(byte[] image, int count) throws IOException {
    RandomAccessSource replayed = VhdxLog.replay(new MemorySource(image));
    byte[] bytes = new byte[count * SECTOR];
    replayed.readFully(PLACE, bytes, 0, bytes.length);
    int[] values = new int[count];
    Arrays.setAll(values, index -> bytes[index * SECTOR] & 0xff);
    return values;
  }

  private static void assertRefused(byte[] image, String reason) {
    assertThatThrownBy(() -> Converting.toRaw(image, DiskFormat.VHDX))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining("vhdx")
        .hasMessageContaining(reason);
  }
}
