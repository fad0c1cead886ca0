package io.vitrine.diskformats.qcow2;

import static io.vitrine.diskformats.qcow2.SubclusterImage.CLUSTER;
import static io.vitrine.diskformats.qcow2.SubclusterImage.DATA;
import static io.vitrine.diskformats.qcow2.SubclusterImage.L1;
import static io.vitrine.diskformats.qcow2.SubclusterImage.L2;
import static io.vitrine.diskformats.qcow2.SubclusterImage.OF_ONE_TABLE;
import static io.vitrine.diskformats.qcow2.SubclusterImage.PART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.diskformats.Converting;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.MemorySource;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubclustersTest {
  private static final long ALL_DATA = 0xffff_ffffL;
  private static final long ALL_ZEROS = ALL_DATA << 32;
  private static final long COMPRESSED = 1L << 62;

  /** The first, some in the middle, the last, every other one, none, all. */
  @ParameterizedTest
  @ValueSource(longs = {1, 0x00ff_0100L, 1L << 31, 0x5555_5555L, 0xaaaa_aaaaL, 0, ALL_DATA})
  void readAsDataWhereTheyAreAllocatedAndElseAsZeros(long data) throws Exception {
    // Given: of those that are not, some are zeros by their bits and some by having none
    long zeros = (~data & 0xf0f0_f0f0L) << 32;
    SubclusterImage image = new SubclusterImage(2).entry(0, DATA + CLUSTER, data | zeros);

    // When
    byte[] disk = Converting.toRaw(image.bytes(), DiskFormat.QCOW2);

    // Then
    byte[] expected = new byte[2 * CLUSTER];
    for (int part = 0; part < 32; part++) {
      if ((data >>> part & 1) != 0) {
        byte[] noise = image.bytes(DATA + CLUSTER + part * PART, PART);
        System.arraycopy(noise, 0, expected, part * PART, PART);
      }
    }
    assertThat(disk).isEqualTo(expected);
  }

  @Test
  void areReadFromAndToAnywhere() throws Exception {
    // Given
    SubclusterImage image = new SubclusterImage(2).entry(0, DATA, 0x0ff0_3c5aL);
    image.entry(1, DATA + CLUSTER, 0xf000_000fL);
    GuestDisk disk = open(image);
    byte[] whole = new byte[2 * CLUSTER];
    disk.read(0, whole, 0, whole.length);

    for (int from = 0; from < 2 * CLUSTER; from += 509) {
      for (int length = 1; length <= 2 * CLUSTER - from; length += 3001) {
        byte[] part = new byte[length];

        // When
        disk.read(from, part, 0, length);

        // Then
        assertThat(part).isEqualTo(Arrays.copyOfRange(whole, from, from + length));
      }
    }
  }

  @Test
  void tellOneByOneWhichAreZeros() throws Exception {
    // Given
    GuestDisk disk = open(new SubclusterImage(2).entry(0, DATA, 0x0000_0100_8000_0012L));

    // Then
    for (int part = 0; part < 64; part++) {
      boolean data = part == 1 || part == 4 || part == 31;
      assertThat(disk.readsAsZero(part * PART, PART)).as("%d", part).isEqualTo(!data);
    }
    assertThat(disk.readsAsZero(5 * PART, 26 * PART)).isTrue();
    assertThat(disk.readsAsZero(5 * PART, 26 * PART + 1)).isFalse();
    assertThat(disk.readsAsZero(32 * PART, CLUSTER)).isTrue();
  }

  @Test
  void doNotMindTheBitForZerosOfWholeClusters() throws Exception {
    SubclusterImage image = new SubclusterImage(1).entry(0, DATA | 1, ALL_DATA);

    assertThat(Converting.toRaw(image.bytes(), DiskFormat.QCOW2))
        .isEqualTo(image.bytes(DATA, CLUSTER));
  }

  @Test
  void mayBeZerosWithoutAPlace() throws Exception {
    SubclusterImage image = new SubclusterImage(1).entry(0, 0, ALL_ZEROS);

    assertThat(Converting.toRaw(image.bytes(), DiskFormat.QCOW2)).isEqualTo(new byte[CLUSTER]);
  }

  @Test
  void needNotBeInTheImageBehindTheLastThatIsData() throws Exception {
    // Given
    SubclusterImage image = new SubclusterImage(1).entry(0, DATA, 0b11);
    byte[] expected = Arrays.copyOf(image.bytes(DATA, 2 * PART), CLUSTER);

    // Then
    byte[] cut = image.bytes(0, DATA + 2 * PART);
    assertThat(Converting.toRaw(cut, DiskFormat.QCOW2)).isEqualTo(expected);
    assertRefused(image.bytes(0, DATA + 2 * PART - 1), "cut short");
  }

  @Test
  void areRefusedIfTheyAreDataAndZerosAtOnce() {
    // Given: the last of them, and another is asked for
    SubclusterImage image = new SubclusterImage(1).entry(0, DATA, 1L << 31 | 1L << 63);

    // Then
    assertRefused(image.bytes(), "subclusters at guest offset 0 are damaged");
    assertThatThrownBy(() -> open(image).readsAsZero(0, 1)).hasMessageContaining("damaged");
  }

  @Test
  void areRefusedIfTheyAreDataWithoutAPlace() {
    assertRefused(new SubclusterImage(2).entry(1, 0, 1).bytes(), "guest offset 16384 are damaged");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1L << 32, ALL_DATA})
  void areRefusedInACompressedCluster(long bitmap) {
    SubclusterImage image = new SubclusterImage(1).entry(0, COMPRESSED | DATA, bitmap);

    assertRefused(image.bytes(), "subclusters at guest offset 0 are damaged");
  }

  @Test
  void areRefusedInAMisplacedCluster() {
    assertRefused(new SubclusterImage(1).entry(0, DATA + PART, 1).bytes(), "not aligned");
    assertRefused(new SubclusterImage(1).entry(0, 1L << 40, 1).bytes(), "cut short");
  }

  @Test
  void areRefusedInATableThatIsCutShort() {
    // Given: the second entry's first half is there
    SubclusterImage image = new SubclusterImage(2).entry(0, 0, 0);

    // Then
    assertRefused(image.bytes(0, L2 + 16 + 8), "an L2 table lies beyond its end");
    assertRefused(image.bytes(0, L2 + 16), "an L2 table lies beyond its end");
    assertRefused(image.bytes(0, L2), "an L2 table lies beyond its end");
  }

  @Test
  void takeTwiceAsManyTables() throws Exception {
    // Given: a disk that ends one sector behind what the first table describes
    SubclusterImage image = new SubclusterImage(1).putLong(24, OF_ONE_TABLE + 512);
    assertRefused(image.bytes(), "L1 table is too small");
    image.putInt(36, 2).putLong(L1 + 8, L2).entry(0, DATA, 1);

    // When
    byte[] disk = Converting.toRaw(image.bytes(), DiskFormat.QCOW2);

    // Then
    byte[] data = image.bytes(DATA, 512);
    assertThat(disk).startsWith(data).endsWith(data).hasSize(OF_ONE_TABLE + 512);
    assertThat(open(image).readsAsZero(512, OF_ONE_TABLE - 512)).isTrue();
  }

  private static GuestDisk open(SubclusterImage image) throws IOException {
    return Qcow2Image.open(new MemorySource(image.bytes()));
  }

  private static void assertRefused(byte[] image, String reason) {
    assertThatThrownBy(() -> Converting.toRaw(image, DiskFormat.QCOW2))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining(reason);
  }
}
