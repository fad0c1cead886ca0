package io.vitrine.diskformats.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.diskformats.Converting;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.NeedsQemuImg;
import io.vitrine.diskformats.QemuImg;
import io.vitrine.diskformats.Spoiling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a ploop image holds, reading it ends with its bytes or with a refusal. */
class PloopImageTest {
  private static final int MUTATIONS = 2_000;
  private static final int CUTS = 50;
  private static final int BLOCK = 64 * 1024;
  private static final int BLOCKS = Math.ceilDiv(SmallPloop.VIRTUAL_SIZE, BLOCK);

  private static final int IN_USE = 44;
  private static final int DATA = 48;
  private static final int FLAGS = 52;
  private static final int EXTENSION = 56;

  private static final long EXTENSION_MAGIC = 0xAB23_4CEF_23DC_EA87L;
  private static final long DIRTY_BITMAP = 0x2038_5FAE_252C_B34AL;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "WithouFreSpacExt, 1048576",
    "WithouFreSpacExt, 65536",
    "WithouFreSpacExt, 512",
    "WithouFreSpacExt, 32256",
    "WithoutFreeSpace, 1048576",
    "WithoutFreeSpace, 32256",
    "WithoutFreeSpace, 258048",
  })
  void readsTheDisk(String magic, int blockSize) throws Exception {
    assertThat(Converting.toRaw(SmallPloop.image(magic, blockSize), DiskFormat.PLOOP))
        .isEqualTo(SmallPloop.disk());
  }

  @ParameterizedTest
  @CsvSource({
    "WithouFreSpacExt, 1048576",
    "WithouFreSpacExt, 32256",
    "WithoutFreeSpace, 258048",
  })
  @NeedsQemuImg
  void agreesWithTheReferenceAboutTheseSamples(String magic, int blockSize) throws Exception {
    Path image = Files.write(folder.resolve("disk.hds"), SmallPloop.image(magic, blockSize));
    Path raw = Files.write(folder.resolve("disk.raw"), SmallPloop.disk());
    QemuImg.compare(raw, "raw", image, "parallels");
  }

  @Test
  void readsADiskThatWasInUse() throws Exception {
    assertThat(read(image -> image.putInt(IN_USE, 0x746F6E59))).isEqualTo(SmallPloop.disk());
  }

  @Test
  void findsTheDataBehindTheTableIfNothingElseIsSaid() throws Exception {
    assertThat(read(image -> image.putInt(DATA, 0))).isEqualTo(SmallPloop.disk());
  }

  @Test
  void refusesBlocksThatAreNowhere() {
    assertRefused(image -> image.putInt(SmallPloop.TABLE, 1000), "guest offset 0 lies beyond");
    assertRefused(image -> image.putInt(SmallPloop.TABLE, -1), "guest offset 0 lies beyond");
    assertRefused(
        image -> image.putInt(SmallPloop.TABLE + 4, Integer.MIN_VALUE), "lies beyond its end");
  }

  @Test
  void refusesBlocksInTheTables() {
    // Given an image whose data begin behind its second block
    byte[] image = SmallPloop.image(SmallPloop.LARGE, BLOCK);
    ByteBuffer fields = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    fields.putInt(DATA, 2 * BLOCK / 512).putInt(SmallPloop.TABLE, 1);

    // When / Then
    assertThatThrownBy(() -> Converting.toRaw(image, DiskFormat.PLOOP))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining("lies in the image's tables");
  }

  @Test
  void refusesAnEmptyDiskThatHasABlock() {
    assertRefused(image -> image.putInt(FLAGS, 1), "marked as empty");
  }

  @Test
  void readsAnEmptyDisk() throws Exception {
    byte[] disk =
        read(image -> {
          image.putInt(FLAGS, 1);
          image.put(SmallPloop.TABLE, new byte[BLOCKS * Integer.BYTES]);
        });
    assertThat(disk).isEqualTo(new byte[SmallPloop.VIRTUAL_SIZE]);
  }

  @Test
  void passesOverFeaturesThatAreNotAboutTheDisk() throws Exception {
    byte[] image =
        withExtension(features -> {
          features.putLong(DIRTY_BITMAP).putLong(1).putInt(36).putInt(0).put(new byte[40]);
          features.putLong(77).putLong(2).putInt(0).putInt(0);
        });

    assertThat(Converting.toRaw(image, DiskFormat.PLOOP)).isEqualTo(SmallPloop.disk());
  }

  @Test
  void refusesFeaturesThatAReaderHasToKnow() {
    assertExtensionRefused(
        withExtension(features -> features.putLong(77).putLong(1).putLong(0)), "is unknown");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void boundsTheFormatExtension() {
    byte[] endless =
        withExtension(features -> {
          while (features.remaining() >= 24) {
            features.putLong(DIRTY_BITMAP).putLong(0).putLong(0);
          }
        });
    assertExtensionRefused(endless, "has no end");
    assertExtensionRefused(
        withExtension(features -> features.putLong(DIRTY_BITMAP).putLong(0).putInt(-1)),
        "has no end");
    assertExtensionRefused(
        withExtension(features -> features.putLong(features.position() - 24, 1)), "is damaged");
    assertRefused(image -> image.putLong(EXTENSION, 1), "extension is misplaced");
    assertRefused(image -> image.putLong(EXTENSION, 1L << 40), "extension is misplaced");
    assertRefused(
        image -> image.putLong(EXTENSION, image.capacity() / 512), "tables lie beyond its end");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void stopsReadingTheSameBlockOverAndOver() {
    // Given a disk of 512 GiB whose blocks are all one
    int blockSize = 32 << 20;
    int blocks = 1 << 14;
    ByteBuffer image =
        ByteBuffer.allocate(2 * blockSize)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(0, SmallPloop.image(SmallPloop.LARGE, BLOCK), 0, SmallPloop.TABLE);
    image.putInt(28, blockSize / 512).putInt(32, blocks).putInt(DATA, blockSize / 512);
    image.putLong(36, (long) blocks * blockSize / 512);
    for (int block = 0; block < blocks; block++) {
      image.putInt(SmallPloop.TABLE + block * Integer.BYTES, 1);
    }

    // When / Then
    Converting.assertReadTooOften(image.array(), DiskFormat.PLOOP);
  }

  @Test
  void refusesAnImageCutShort() {
    byte[] image = SmallPloop.image(SmallPloop.LARGE, BLOCK);
    Random random = new Random(2);
    for (int cut = 0; cut < CUTS; cut++) {
      byte[] rest = Arrays.copyOf(image, random.nextInt(image.length - BLOCK));

      assertThatThrownBy(() -> Converting.toRaw(rest, DiskFormat.PLOOP))
          .isInstanceOf(DiskFormatException.class)
          .hasMessageContaining("ploop");
    }
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void survivesRandomChanges() {
    Spoiling.survives(
        withExtension(features -> features.putLong(DIRTY_BITMAP).putLong(0).putLong(36)),
        MUTATIONS,
        SmallPloop.VIRTUAL_SIZE,
        PloopImage::open,
        new Spoiling.Place(0, 64),
        new Spoiling.Place(SmallPloop.image(SmallPloop.LARGE, BLOCK).length, 128),
        new Spoiling.Place(SmallPloop.TABLE, BLOCKS * Integer.BYTES));
  }

  /** With another block at the end, that of features. */
  private static byte[] withExtension(Consumer<ByteBuffer> features) {
    byte[] image = SmallPloop.image(SmallPloop.LARGE, BLOCK);
    ByteBuffer extended =
        ByteBuffer.wrap(Arrays.copyOf(image, image.length + BLOCK)).order(ByteOrder.LITTLE_ENDIAN);
    extended.putLong(EXTENSION, image.length / 512);
    extended.putLong(image.length, EXTENSION_MAGIC).position(image.length + 24);
    features.accept(extended);
    return extended.array();
  }

  private static void assertExtensionRefused(byte[] image, String reason) {
    assertThatThrownBy(() -> Converting.toRaw(image, DiskFormat.PLOOP))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining(reason);
  }

  private static byte[] read(Consumer<ByteBuffer> change) throws Exception {
    ByteBuffer image =
        ByteBuffer.wrap(SmallPloop.image(SmallPloop.LARGE, BLOCK)).order(ByteOrder.LITTLE_ENDIAN);
    change.accept(image);
    return Converting.toRaw(image.array(), DiskFormat.PLOOP);
  }

  private static void assertRefused(Consumer<ByteBuffer> change, String reason) {
    assertThatThrownBy(() -> read(change))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining(reason);
  }
}
