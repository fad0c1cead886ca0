package io.vitrine.diskformats.vmdk;

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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a VMDK holds, reading it ends with its bytes or with a refusal, and nothing else. */
class VmdkImageTest {
  private static final int MUTATIONS = 3_000;
  private static final int CUTS = 200;

  static final List<SmallVmdk> SAMPLES = List.of(SmallVmdk.sparse(), SmallVmdk.stream());

  @TempDir Path folder;

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void readsTheDisk(SmallVmdk sample) throws Exception {
    assertThat(Converting.toRaw(sample.image(), DiskFormat.VMDK)).isEqualTo(SmallVmdk.disk());
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  @NeedsQemuImg
  void agreesWithTheReferenceAboutTheseSamples(SmallVmdk sample) throws Exception {
    Path image = Files.write(folder.resolve("disk.vmdk"), sample.image());
    Path raw = Files.write(folder.resolve("disk.raw"), SmallVmdk.disk());
    QemuImg.compare(raw, "raw", image, "vmdk");
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void readsAnyRange(SmallVmdk sample) throws Exception {
    // Given
    byte[] disk = SmallVmdk.disk();
    GuestDisk image = VmdkImage.open(new MemorySource(sample.image()));
    Random random = new Random(1);

    for (int i = 0; i < 100; i++) {
      int from = random.nextInt(disk.length);
      int to = from + random.nextInt(Math.min(disk.length - from, 1 << random.nextInt(20)) + 1);
      byte[] target = new byte[to - from];

      // When
      Arrays.fill(target, (byte) 7);
      image.read(from, target, 0, target.length);

      // Then
      assertThat(target).isEqualTo(Arrays.copyOfRange(disk, from, to));
    }
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void fetchesNeighboursTogether(SmallVmdk sample) throws Exception {
    // Given
    WatchedSource watched = new WatchedSource(sample.image());
    GuestDisk disk = VmdkImage.open(watched);
    disk.readsAsZero(0, disk.virtualSize());
    disk.read(0, new byte[SmallVmdk.VIRTUAL_SIZE], 0, SmallVmdk.VIRTUAL_SIZE);
    watched.lengths().clear();

    // When
    disk.read(0, new byte[SmallVmdk.VIRTUAL_SIZE], 0, SmallVmdk.VIRTUAL_SIZE);

    // Then
    assertThat(watched.lengths()).hasSize(1);
  }

  @Test
  void boundsTheHeader() {
    SmallVmdk good = SmallVmdk.sparse();
    assertRefused(good, image -> image.putLong(12, 0), "capacity");
    assertRefused(good, image -> image.putLong(12, 1L << 54), "capacity");
    assertRefused(good, image -> image.putLong(12, 1L << 42), "sectors cannot be read here");
    assertRefused(good, image -> image.putLong(12, 1L << 30), "directory lies beyond its end");
    assertRefused(good, image -> image.putLong(20, 0), "size of the grains");
    assertRefused(good, image -> image.putLong(20, -1), "size of the grains");
    assertRefused(good, image -> image.putLong(20, 24), "size of the grains");
    assertRefused(good, image -> image.putInt(44, 0), "no entries");
    assertRefused(good, image -> image.putInt(44, -1), "too long");
    assertRefused(good, image -> image.putLong(56, 0), "misplaced");
    assertRefused(good, image -> image.putLong(56, -3), "misplaced");
    assertRefused(good, image -> image.putLong(56, good.image().length), "beyond its end");
    assertRefused(good, image -> image.putShort(77, (short) 2), "algorithm 2");
    assertRefused(good, image -> image.putShort(77, (short) 1), "contradict");
    assertRefused(good, image -> image.putInt(8, 1 << 16), "contradict");
    assertRefused(good, image -> image.putInt(8, 1 << 17), "contradict");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void boundsTheFooter() {
    SmallVmdk good = SmallVmdk.stream();
    int footer = good.image().length - SmallVmdk.FOOTER_FROM_END;
    assertRefused(good, image -> image.putLong(footer + 56, -1), "contradicts");
    assertRefused(good, image -> image.putLong(footer + 56, 1 << 30), "beyond its end");
    assertRefused(good, image -> image.putInt(footer + 8, 1), "contradict");
    assertRefused(good, image -> image.putShort(footer + 77, (short) 0), "contradict");
    assertRefused(
        good, image -> image.putLong(20, 8192).putLong(footer + 20, 8192), "grains of 8192");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2023-002")
  void refusesWhatNamesAnotherFile() {
    SmallVmdk good = SmallVmdk.sparse();
    for (String type : List.of("monolithicFlat", "vmfsRDM", "twoGbMaxExtentSparse")) {
      assertRefused(
          good, image -> replace(image, "monolithicSparse\"", type + "\"\n"), "type " + type);
    }
    assertRefused(good, image -> replace(image, "CID=ffffffff", "CID=12345678"), "a parent");
    assertRefused(good, image -> replace(image, "SPARSE \"d", "FLAT \"disk"), "type FLAT");
    assertRefused(good, image -> replace(image, "KDMV", "COWD"), "COWD");
    assertRefused(good, image -> replace(image, "KDMV", "QFI\u00fb"), "qcow2");
  }

  @Test
  void refusesTablesAndGrainsBeyondTheEnd() {
    for (SmallVmdk good : SAMPLES) {
      int end = good.image().length / SmallVmdk.SECTOR;
      assertRefused(good, image -> image.putInt(good.directory(), -1), "grain table lies beyond");
      assertRefused(good, image -> image.putInt(good.directory(), end), "grain table lies beyond");
      assertRefused(good, image -> image.putInt(good.firstEntry(), -1), "lies beyond its end");
      assertRefused(good, image -> image.putInt(good.firstEntry(), end), "lies beyond its end");
    }
  }

  @Test
  void refusesGrainsThatAreNotWhatTheyShouldBe() {
    SmallVmdk good = SmallVmdk.stream();
    int grain = good.firstGrain();
    int length = good.copy().getInt(grain + 8);
    assertRefused(good, image -> image.putLong(grain, 12_345), "another grain's");
    assertRefused(good, image -> image.putInt(grain + 8, 0), "damaged or cut short");
    assertRefused(good, image -> image.putInt(grain + 8, -1), "damaged or cut short");
    assertRefused(good, image -> image.putInt(grain + 8, length - 1), "damaged or cut short");
    assertRefused(good, image -> image.putInt(grain + 8, 1 << 20), "damaged or cut short");
    assertRefused(good, image -> image.put(grain + 12, (byte) 0), "damaged or cut short");
    assertRefused(good, image -> image.put(grain + 12 + length - 1, (byte) 0x5a), "damaged");
    assertRefused(good, image -> image.putInt(good.firstEntry(), 1), "another grain's");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, SmallVmdk.GRAIN - 1, SmallVmdk.GRAIN + 1, 5_000_000})
  @Tag("attack")
  @Tag("OSSA-2013-029")
  void refusesGrainsOfAnotherSize(int size) {
    byte[] image = SmallVmdk.stream(grain -> SmallVmdk.deflate(new byte[size])).image();

    assertThatThrownBy(() -> Converting.toRaw(image, DiskFormat.VMDK))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining("damaged or cut short");
  }

  /** Tables that name each other, or themselves, are read as what they say they are. */
  @Test
  void neverFollowsATableFurtherThanToItsGrains() throws Exception {
    SmallVmdk good = SmallVmdk.sparse();
    ByteBuffer image = good.copy();
    for (int entry = 0; entry < 4; entry++) {
      image.putInt(good.directory() + entry * Integer.BYTES, good.directory() / SmallVmdk.SECTOR);
    }

    assertThat(Converting.toRaw(image.array(), DiskFormat.VMDK)).hasSize(SmallVmdk.VIRTUAL_SIZE);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void stopsReadingTheSameGrainOverAndOver() {
    // Given a disk of 256 GiB whose grains are all one
    int tables = 1 << 3;
    int grain = 64 << 20;
    ByteBuffer image = SmallVmdk.sparse().copy();
    image = ByteBuffer.allocate(grain + (1 << 20)).order(image.order()).put(0, image.array());
    image.putLong(12, (long) tables * 512 * grain / SmallVmdk.SECTOR);
    image.putLong(20, grain / SmallVmdk.SECTOR).putInt(44, 512);
    for (int table = 0; table < tables; table++) {
      image.putInt(SmallVmdk.sparse().directory() + table * Integer.BYTES, 1024);
    }
    for (int entry = 0; entry < 512; entry++) {
      image.putInt(1024 * SmallVmdk.SECTOR + entry * Integer.BYTES, 2048);
    }
    byte[] bomb = image.array();

    // When / Then
    Converting.assertReadTooOften(bomb, DiskFormat.VMDK);
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void givesTheWholeDiskOrRefusesAnImageCutShort(SmallVmdk sample) throws Exception {
    Random random = new Random(2);
    for (int cut = 0; cut < CUTS; cut++) {
      // Given
      byte[] rest = Arrays.copyOf(sample.image(), random.nextInt(sample.image().length));

      // When / Then: a cut through what is behind the end of the disk loses nothing
      try {
        assertThat(Converting.toRaw(rest, DiskFormat.VMDK)).isEqualTo(SmallVmdk.disk());
      } catch (DiskFormatException e) {
        assertThat(e).hasMessageContaining("vmdk");
      }
    }
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void survivesRandomChanges(SmallVmdk sample) {
    Spoiling.survives(
        sample.image(),
        MUTATIONS,
        SmallVmdk.VIRTUAL_SIZE,
        VmdkImage::open,
        new Spoiling.Place(0, 80),
        new Spoiling.Place(SmallVmdk.SECTOR, 120),
        new Spoiling.Place(sample.image().length - SmallVmdk.FOOTER_FROM_END, 80),
        new Spoiling.Place(sample.directory(), 20),
        new Spoiling.Place(sample.table(0), SmallVmdk.TABLE_ENTRIES * Integer.BYTES),
        new Spoiling.Place(sample.firstGrain(), 64),
        new Spoiling.Place(0, sample.image().length));
  }

  private static void replace(ByteBuffer image, String text, String instead) {
    String front = new String(image.array(), 0, 2048, StandardCharsets.ISO_8859_1);
    image.put(front.indexOf(text), instead.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void assertRefused(SmallVmdk good, Consumer<ByteBuffer> change, String reason) {
    ByteBuffer image = good.copy();
    change.accept(image);
    assertThatThrownBy(() -> Converting.toRaw(image.array(), DiskFormat.VMDK))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining(reason);
  }
}
