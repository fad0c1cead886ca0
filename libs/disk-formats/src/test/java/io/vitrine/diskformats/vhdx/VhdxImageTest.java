package io.vitrine.diskformats.vhdx;

import static io.vitrine.diskformats.inspection.DiskSamples.UNCHANGED;
import static io.vitrine.diskformats.inspection.DiskSamples.VHDX_ITEMS;
import static io.vitrine.diskformats.inspection.DiskSamples.VHDX_METADATA;
import static io.vitrine.diskformats.inspection.DiskSamples.VHDX_REGIONS;
import static io.vitrine.diskformats.inspection.DiskSamples.vhdx;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.diskformats.Converting;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.MemorySource;
import io.vitrine.diskformats.Spoiling;
import io.vitrine.diskformats.inspection.DiskSamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a VHDX holds, and what is no sound VHDX. */
class VhdxImageTest {
  private static final int MUTATIONS = 2_000;
  private static final int HEADER = 128 << 10;
  private static final int LOG_ID = 48;
  private static final int BLOCK = 1 << 20;
  private static final int TABLE = 2 << 20;
  private static final int FIRST_BLOCK = 3 << 20;
  private static final int PRESENT = 6;

  /** Of eight blocks, of which the first and the fourth are there, in the other order. */
  private static byte[] small(Consumer<ByteBuffer> change) {
    byte[] front =
        vhdx(disk -> {
          disk.putLong(TABLE, FIRST_BLOCK + BLOCK + PRESENT);
          disk.putLong(TABLE + 8, 1).putLong(TABLE + 16, 2).putLong(TABLE + 32, 3);
          disk.putLong(TABLE + 24, FIRST_BLOCK + PRESENT).putLong(TABLE + 40, 5);
          change.accept(disk);
        });
    byte[] noise = new byte[2 * BLOCK];
    new Random(1).nextBytes(noise);
    return ByteBuffer.allocate(FIRST_BLOCK + noise.length).put(front).put(noise).array();
  }

  @Test
  void readsBlocksFromWhereTheyAre() throws IOException {
    // Given
    byte[] image = small(UNCHANGED);

    // When
    byte[] disk = read(image);

    // Then
    byte[] expected = new byte[8 * BLOCK];
    System.arraycopy(image, FIRST_BLOCK + BLOCK, expected, 0, BLOCK);
    System.arraycopy(image, FIRST_BLOCK, expected, 3 * BLOCK, BLOCK);
    assertThat(disk).isEqualTo(expected);
  }

  @Test
  void tellsZerosByTheTable() throws IOException {
    GuestDisk disk = VhdxImage.open(new MemorySource(small(UNCHANGED)));
    assertThat(disk.readsAsZero(BLOCK, 2 * BLOCK)).isTrue();
    assertThat(disk.readsAsZero(4 * BLOCK, 4 * BLOCK)).isTrue();
    assertThat(disk.readsAsZero(2 * BLOCK, BLOCK + 1)).isFalse();
    assertThat(disk.readsAsZero(BLOCK - 1, 2)).isFalse();
  }

  @Test
  void passesOverTheBitmapsBetweenTheBlocks() throws IOException {
    // Given: of 1 MiB blocks there are 4096 to a bitmap, whose entry is not one of a block
    byte[] image =
        small(disk -> {
          disk.putLong(VHDX_ITEMS + 8, 4097L * BLOCK);
          disk.putLong(TABLE + 4096 * 8, PRESENT);
          disk.putLong(TABLE + 4097 * 8, FIRST_BLOCK + PRESENT);
        });
    GuestDisk disk = VhdxImage.open(new MemorySource(image));
    byte[] last = new byte[BLOCK];

    // When
    disk.read(4096L * BLOCK, last, 0, BLOCK);

    // Then
    assertThat(last).isEqualTo(Arrays.copyOfRange(image, FIRST_BLOCK, FIRST_BLOCK + BLOCK));
  }

  @Test
  void countsBlocksToABitmapByTheSizeOfASector() throws IOException {
    // Given: with sectors of 4 KiB, eight times as many
    byte[] image =
        small(disk -> {
          disk.putInt(VHDX_ITEMS + 16, 4096).putLong(VHDX_ITEMS + 8, 4097L * BLOCK);
          disk.putLong(TABLE + 4096 * 8, FIRST_BLOCK + PRESENT);
        });
    GuestDisk disk = VhdxImage.open(new MemorySource(image));
    byte[] last = new byte[BLOCK];

    // When
    disk.read(4096L * BLOCK, last, 0, BLOCK);

    // Then
    assertThat(last).isEqualTo(Arrays.copyOfRange(image, FIRST_BLOCK, FIRST_BLOCK + BLOCK));
  }

  @Test
  void goesByTheNewerHeaderThatIsIntact() throws IOException {
    // Given
    byte[] image = small(disk -> disk.put(HEADER + LOG_ID, (byte) 1));
    assertRefused(image, "changes in its log");

    // When
    image[HEADER + 8]++;

    // Then
    assertThat(read(image)).hasSize(8 * BLOCK);
  }

  @Test
  void refusesDisksWithAParent() {
    assertRefused(small(disk -> disk.putInt(VHDX_ITEMS + 4, 2)), "with a parent");
    assertRefused(
        small(disk -> DiskSamples.putItem(disk, 2, "2d5fd3a80bb34d45abf7d3d84834ab0c", 16)),
        "with a parent");
    assertRefused(small(disk -> disk.putLong(TABLE + 8, 7)), "with a parent");
  }

  @Test
  void refusesDamagedTables() {
    assertRefused(new byte[1 << 20], "not a vhdx");
    assertRefused(small(disk -> disk.putInt(VHDX_REGIONS + 8, 1)), "block region is missing");
    assertRefused(small(disk -> disk.putInt(VHDX_ITEMS, 0)), "block size");
    assertRefused(small(disk -> disk.putInt(VHDX_ITEMS, 3 << 20)), "block size");
    assertRefused(small(disk -> disk.putInt(VHDX_ITEMS, 1 << 19)), "block size");
    assertRefused(small(disk -> disk.putInt(VHDX_ITEMS, 1 << 31)), "block size");
    assertRefused(small(disk -> disk.putInt(VHDX_ITEMS + 16, 1024)), "size of a sector");
    assertRefused(small(disk -> disk.putShort(VHDX_METADATA + 10, (short) 2)), "size of a sector");
    assertRefused(small(disk -> disk.putLong(VHDX_ITEMS + 8, 1000)), "last sector is cut");
    assertRefused(small(disk -> disk.putLong(VHDX_ITEMS + 8, -512)), "not sane");
    assertRefused(small(disk -> disk.putLong(VHDX_ITEMS + 8, 1L << 47)), "not sane");
    assertRefused(
        small(disk -> disk.putInt(VHDX_REGIONS + 48 + 24, 56)), "block table is too small");
    assertRefused(
        small(disk -> disk.putLong(VHDX_ITEMS + 8, 1L << 40)), "block table is too small");
  }

  @ParameterizedTest
  @ValueSource(longs = {6, -8L << 20 | 6, 1L << 62 | 6, 5L << 20 | 6, 4})
  void refusesBlocksThatAreNowhere(long entry) {
    assertRefused(small(disk -> disk.putLong(TABLE + 56, entry)), "guest offset 7340032");
  }

  @Test
  void readsALastBlockThatEndsWithTheDisk() throws IOException {
    // Given: older writers leave out what the disk does not have
    byte[] image = small(disk -> disk.putLong(VHDX_ITEMS + 8, 1536));
    byte[] cut = Arrays.copyOf(image, FIRST_BLOCK + BLOCK + 1536);

    // When / Then
    assertThat(read(cut)).isEqualTo(Arrays.copyOfRange(cut, FIRST_BLOCK + BLOCK, cut.length));
  }

  @Test
  void refusesADiskCutShortAnywhere() {
    // Given
    byte[] image = small(UNCHANGED);

    for (int length = 0; length < image.length; length += 1 + length / 20) {
      // When / Then
      assertRefused(Arrays.copyOf(image, length), "vhdx");
    }
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void stopsReadingTheSameBlockOverAndOver() {
    // Given a disk of 256 GiB whose blocks are all one
    byte[] image =
        ByteBuffer.allocate(FIRST_BLOCK + (4 << 20))
            .put(
                vhdx(disk -> {
                  disk.putInt(VHDX_ITEMS, 4 << 20).putLong(VHDX_ITEMS + 8, 256L << 30);
                  for (int at = TABLE; at < FIRST_BLOCK; at += 8) {
                    disk.putLong(at, FIRST_BLOCK + PRESENT);
                  }
                }))
            .array();

    // When / Then
    Converting.assertReadTooOften(image, DiskFormat.VHDX);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void survivesWhateverItHolds(boolean sealed) {
    Spoiling.survives(
        small(UNCHANGED),
        MUTATIONS,
        8 * BLOCK,
        source -> {
          if (sealed) {
            DiskSamples.sealVhdx(((MemorySource) source).bytes());
          }
          return VhdxImage.open(source);
        },
        new Spoiling.Place(0, 8),
        new Spoiling.Place(64 << 10, 80),
        new Spoiling.Place(HEADER, 80),
        new Spoiling.Place(VHDX_REGIONS, 80),
        new Spoiling.Place(VHDX_METADATA, 128),
        new Spoiling.Place(VHDX_ITEMS, 24),
        new Spoiling.Place(TABLE, 64));
  }

  private static byte[] read(byte[] image) throws IOException {
    GuestDisk disk = VhdxImage.open(new MemorySource(image));
    byte[] bytes = new byte[(int) Math.min(disk.virtualSize(), 8L * BLOCK)];
    disk.read(0, bytes, 0, bytes.length);
    return bytes;
  }

  private static void assertRefused(byte[] image, String reason) {
    assertThatThrownBy(() -> read(image))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining(reason);
  }
}
