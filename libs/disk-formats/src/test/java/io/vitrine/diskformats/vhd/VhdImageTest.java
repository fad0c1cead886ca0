package io.vitrine.diskformats.vhd;

import static io.vitrine.diskformats.inspection.DiskSamples.UNCHANGED;
import static io.vitrine.diskformats.inspection.DiskSamples.fixedVhd;
import static io.vitrine.diskformats.vhd.SmallVhd.BLOCK;
import static io.vitrine.diskformats.vhd.SmallVhd.BLOCK_WITH_BITMAP;
import static io.vitrine.diskformats.vhd.SmallVhd.FIRST_BLOCK;
import static io.vitrine.diskformats.vhd.SmallVhd.HEADER;
import static io.vitrine.diskformats.vhd.SmallVhd.SECTOR;
import static io.vitrine.diskformats.vhd.SmallVhd.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.diskformats.Converting;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.MemorySource;
import io.vitrine.diskformats.NeedsQemuImg;
import io.vitrine.diskformats.QemuImg;
import io.vitrine.diskformats.Spoiling;
import io.vitrine.diskformats.WatchedSource;
import io.vitrine.diskformats.inspection.DiskSamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a VHD holds, and what is no sound VHD. */
class VhdImageTest {
  private static final int MUTATIONS = 10_000;
  private static final int FIXED_FOOTER = 65_536;

  /** One cylinder of five heads with 17 sectors each. */
  private static final int GEOMETRY = 0x0001_0511;

  private static final int VPC = 0x7670_6320;

  @TempDir Path folder;

  @Test
  void readsBlocksFromWhereTheyAre() throws IOException {
    // Given
    byte[] image = SmallVhd.with(UNCHANGED);

    // When
    byte[] disk = read(image);

    // Then
    assertThat(disk).hasSize(4 * BLOCK + BLOCK / 2);
    assertThat(block(disk, 0)).isEqualTo(SmallVhd.stored(image, 1));
    assertThat(block(disk, 1)).containsOnly(0);
    assertThat(block(disk, 2)).isEqualTo(SmallVhd.stored(image, 2));
    assertThat(block(disk, 3)).isEqualTo(SmallVhd.stored(image, 0));
    assertThat(Arrays.copyOfRange(disk, 4 * BLOCK, disk.length))
        .isEqualTo(Arrays.copyOf(SmallVhd.stored(image, 3), BLOCK / 2));
  }

  @Test
  void readsAnyRange() throws IOException {
    // Given
    byte[] whole = read(SmallVhd.with(UNCHANGED));
    GuestDisk disk = VhdImage.open(new MemorySource(SmallVhd.with(UNCHANGED)));
    Random random = new Random(2);

    for (int i = 0; i < 500; i++) {
      int from = random.nextInt(whole.length);
      byte[] part = new byte[random.nextInt(whole.length - from + 1)];

      // When
      disk.read(from, part, 0, part.length);

      // Then
      assertThat(part).isEqualTo(Arrays.copyOfRange(whole, from, from + part.length));
    }
  }

  @Test
  void readsSectorsThatWereNeverWrittenAsZeros() throws IOException {
    // Given: of the first block, whose data lies second, the first sector and the tenth
    byte[] image = SmallVhd.with(disk -> disk.putInt(FIRST_BLOCK + BLOCK_WITH_BITMAP, 0x7fbf_ffff));

    // When
    byte[] disk = read(image);

    // Then
    byte[] expected = SmallVhd.stored(image, 1);
    Arrays.fill(expected, 0, SECTOR, (byte) 0);
    Arrays.fill(expected, 9 * SECTOR, 10 * SECTOR, (byte) 0);
    assertThat(block(disk, 0)).isEqualTo(expected);
  }

  @Test
  void tellsZerosByTheTable() throws IOException {
    GuestDisk disk = VhdImage.open(new MemorySource(SmallVhd.with(UNCHANGED)));
    assertThat(disk.readsAsZero(BLOCK, BLOCK)).isTrue();
    assertThat(disk.readsAsZero(BLOCK + 7, 100)).isTrue();
    assertThat(disk.readsAsZero(BLOCK - 1, 2)).isFalse();
    assertThat(disk.readsAsZero(BLOCK, BLOCK + 1)).isFalse();
  }

  @Test
  void fetchesNeighboursTogether() throws IOException {
    // Given
    WatchedSource watched = new WatchedSource(SmallVhd.with(UNCHANGED));
    GuestDisk disk = VhdImage.open(watched);
    disk.readsAsZero(0, 1);
    watched.lengths().clear();

    // When
    disk.read(0, new byte[5 * BLOCK], 0, 4 * BLOCK + BLOCK / 2);

    // Then
    assertThat(watched.lengths()).containsExactly(4 * BLOCK_WITH_BITMAP);
  }

  @Test
  void readsFixedDisks() throws IOException {
    byte[] image = fixedVhd(disk -> disk.put(700, (byte) 5).put(65_535, (byte) 6));
    assertThat(read(image)).isEqualTo(Arrays.copyOf(image, 65_536));
  }

  @ParameterizedTest
  @CsvSource({
    "vpc, true",
    "qemu, true",
    "qem2, false",
    "win, false",
    "d2v, false",
    "CTXS, false",
    "'tap\0', false"
  })
  @NeedsQemuImg
  void takesTheSizeThatTheReferenceTakes(String creator, boolean byGeometry) throws Exception {
    // Given
    byte[] name = Arrays.copyOf("%-4s".formatted(creator).getBytes(StandardCharsets.US_ASCII), 4);
    byte[] image =
        fixedVhd(disk -> disk.put(FIXED_FOOTER + 28, name).putInt(FIXED_FOOTER + 56, GEOMETRY));
    Path file = Files.write(folder.resolve("disk.vhd"), image);

    // When
    long size = VhdImage.open(new MemorySource(image)).virtualSize();

    // Then
    assertThat(size).isEqualTo(byGeometry ? 5 * 17 * SECTOR : 65_536);
    assertThat(size).isEqualTo(QemuImg.virtualSize(file, "vpc"));
  }

  @Test
  void takesTheCurrentSizeForTheLargestGeometryAndForNone() throws IOException {
    for (int geometry : new int[] {0xffff_10ff, 0}) {
      byte[] image =
          fixedVhd(disk -> disk.putInt(FIXED_FOOTER + 28, VPC).putInt(FIXED_FOOTER + 56, geometry));
      assertThat(VhdImage.open(new MemorySource(image)).virtualSize()).isEqualTo(65_536);
    }
  }

  @Test
  void refusesDamagedFixedDisks() {
    assertRefused(new byte[100], "cut short");
    assertRefused(new byte[1024], "not a vhd");
    assertRefused(fixedVhd(disk -> disk.putInt(FIXED_FOOTER + 60, 4)), "with a parent");
    assertRefused(fixedVhd(disk -> disk.putInt(FIXED_FOOTER + 60, 3)), "disk type 3");
    assertRefused(fixedVhd(disk -> disk.putLong(FIXED_FOOTER + 48, 66_048)), "larger than");
    assertRefused(fixedVhd(disk -> disk.putLong(FIXED_FOOTER + 48, 1L << 50)), "not sane");
    assertRefused(fixedVhd(disk -> disk.putLong(FIXED_FOOTER + 48, -1)), "not sane");
    byte[] unsealed = fixedVhd(UNCHANGED);
    unsealed[FIXED_FOOTER + 49]++;
    assertRefused(unsealed, "checksum");
  }

  @Test
  void refusesDamagedDynamicDisks() {
    assertRefused(SmallVhd.with(disk -> disk.putInt(60, 4)), "with a parent");
    assertRefused(SmallVhd.with(disk -> disk.putInt(60, 2)), "disk type 2");
    assertRefused(SmallVhd.with(disk -> disk.putLong(HEADER + 40, 1)), "with a parent");
    assertRefused(SmallVhd.with(disk -> disk.putLong(16, -1)), "header is misplaced");
    assertRefused(SmallVhd.with(disk -> disk.putLong(16, 1L << 40)), "header is misplaced");
    assertRefused(SmallVhd.with(disk -> disk.putLong(16, 1024)), "header of the dynamic disk");
    assertRefused(SmallVhd.with(disk -> disk.putLong(48, 6 * BLOCK)), "larger than all its blocks");
    assertRefused(SmallVhd.with(disk -> disk.putLong(48, -1)), "not sane");
    assertRefused(SmallVhd.with(disk -> disk.putLong(48, 1L << 50)), "not sane");
    assertRefused(SmallVhd.with(disk -> disk.putInt(HEADER + 28, -1)), "too many blocks");
    assertRefused(
        SmallVhd.with(disk -> disk.putInt(HEADER + 28, 1 << 20)), "block table lies beyond");
    assertRefused(SmallVhd.with(disk -> disk.putLong(HEADER + 16, -4)), "block table lies beyond");
    assertRefused(
        SmallVhd.with(disk -> disk.putLong(HEADER + 16, 1L << 40)), "block table lies beyond");
    assertRefused(SmallVhd.with(disk -> disk.putLong(HEADER + 16, TABLE + 1)), "not aligned");
    assertRefused(SmallVhd.with(disk -> disk.putInt(HEADER + 32, 1000)), "block size 1000");
    assertRefused(SmallVhd.with(disk -> disk.putInt(HEADER + 32, 1 << 30)), "cannot be read here");
    assertRefused(
        SmallVhd.with(disk -> disk.putLong(48, 1024).putInt(HEADER + 32, 512)),
        "cannot be read here");
  }

  @Test
  void refusesBlocksBeyondTheEnd() {
    assertRefused(
        SmallVhd.with(disk -> disk.putInt(TABLE + 4, -2)), "guest offset 16384 lies beyond");
    assertRefused(SmallVhd.with(disk -> disk.putInt(TABLE, 120)), "guest offset 0 lies beyond");
  }

  @Test
  void refusesADiskCutShortAnywhere() {
    // Given
    byte[] image = SmallVhd.with(UNCHANGED);
    int end = FIRST_BLOCK + 4 * BLOCK_WITH_BITMAP;

    for (int length = 0; length < end; length += 1 + length / 50) {
      // When / Then
      assertRefused(Arrays.copyOf(image, length), "");
    }
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void stopsReadingTheSameBlockOverAndOver() {
    // Given a disk of 32 GiB whose blocks are all one
    int blocks = 1 << 16;
    int table = 2048;
    int block = table + 4 * blocks;
    ByteBuffer image = ByteBuffer.allocate(block + (1 << 20));
    image.put(SmallVhd.with(UNCHANGED), 0, table);
    image.putLong(48, (long) blocks << 19).putInt(HEADER + 28, blocks);
    image.putInt(HEADER + 32, 1 << 19).putLong(HEADER + 16, table);
    for (int at = table; at < block; at += 4) {
      image.putInt(at, block / SECTOR);
    }
    DiskSamples.sealVhd(image.array());

    // When / Then
    Converting.assertReadTooOften(image.array(), DiskFormat.VHD);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void survivesWhateverADynamicDiskHolds(boolean sealed) {
    Spoiling.survives(
        SmallVhd.with(UNCHANGED),
        MUTATIONS,
        5 * BLOCK,
        opener(sealed),
        new Spoiling.Place(0, 80),
        new Spoiling.Place(HEADER, 64),
        new Spoiling.Place(TABLE, 20),
        new Spoiling.Place(FIRST_BLOCK, 8));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void survivesWhateverAFixedDiskHolds(boolean sealed) {
    Spoiling.survives(
        fixedVhd(UNCHANGED),
        MUTATIONS,
        FIXED_FOOTER,
        opener(sealed),
        new Spoiling.Place(FIXED_FOOTER, 80),
        new Spoiling.Place(0, 8));
  }

  /** Makes the checksums right again, so that the checks behind them are reached. */
  private static Spoiling.Opener opener(boolean sealed) {
    return source -> {
      if (sealed) {
        DiskSamples.sealVhd(((MemorySource) source).bytes());
      }
      return VhdImage.open(source);
    };
  }

  private static byte[] block(byte[] disk, int number) {
    return Arrays.copyOfRange(disk, number * BLOCK, (number + 1) * BLOCK);
  }

  private static byte[] read(byte[] image) throws IOException {
    GuestDisk disk = VhdImage.open(new MemorySource(image));
    byte[] bytes = new byte[Math.toIntExact(disk.virtualSize())];
    disk.read(0, bytes, 0, bytes.length);
    return bytes;
  }

  private static void assertRefused(byte[] image, String reason) {
    assertThatThrownBy(() -> read(image))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining(reason);
  }
}
