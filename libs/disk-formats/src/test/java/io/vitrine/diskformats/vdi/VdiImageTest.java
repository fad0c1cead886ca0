package io.vitrine.diskformats.vdi;

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
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a VDI holds, reading it ends with its bytes or with a refusal, and nothing else. */
class VdiImageTest {
  private static final int MUTATIONS = 2_000;
  private static final int CUTS = 50;
  private static final int BLOCK = 64 * 1024;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {4096, BLOCK, 1 << 20, 8 << 20})
  void readsTheDisk(int blockSize) throws Exception {
    assertThat(Converting.toRaw(SmallVdi.dynamic(blockSize), DiskFormat.VDI))
        .isEqualTo(SmallVdi.disk());
  }

  @Test
  @NeedsQemuImg
  void agreesWithTheReferenceAboutThisSample() throws Exception {
    Path image = Files.write(folder.resolve("disk.vdi"), SmallVdi.dynamic(1 << 20));
    Path raw = Files.write(folder.resolve("disk.raw"), SmallVdi.disk());
    QemuImg.compare(raw, "raw", image, "vdi");
  }

  @Test
  void boundsTheHeader() {
    assertRefused(image -> image.putInt(0x40, 0), "its bytes are not");
    assertRefused(image -> image.putInt(0x44, 0x10000), "version 0x10000");
    assertRefused(image -> image.putInt(0x44, 0x20001), "version 0x20001");
    assertRefused(image -> image.putInt(0x4c, 3), "with a parent");
    assertRefused(image -> image.putInt(0x4c, 4), "with a parent");
    assertRefused(image -> image.put(0x1b8, (byte) 1), "with a parent");
    assertRefused(image -> image.putInt(0x154, 513), "not at a sector");
    assertRefused(image -> image.putInt(0x154, -512), "block map lies beyond its end");
    assertRefused(image -> image.putInt(0x158, SmallVdi.DATA + 1), "not at a sector");
    assertRefused(image -> image.putInt(0x158, -512), "lies beyond its end");
    assertRefused(image -> image.putInt(0x168, 4096), "sectors of 4096");
    assertRefused(image -> image.putLong(0x170, -1), "not sane");
    assertRefused(image -> image.putLong(0x170, 1L << 40), "larger than all its blocks");
    assertRefused(image -> image.putInt(0x178, 0), "larger than all its blocks");
    assertRefused(image -> image.putInt(0x178, BLOCK + 512), "blocks of 66048 bytes");
    assertRefused(image -> image.putInt(0x178, 1 << 27), "blocks of 134217728 bytes");
    assertRefused(image -> image.putInt(0x178, 1 << 31), "blocks of 2147483648 bytes");
    assertRefused(image -> image.putInt(0x17c, 512), "extra data");
    assertRefused(image -> image.putInt(0x180, -1), "block map lies beyond its end");
    assertRefused(image -> image.putInt(0x180, 1), "larger than all its blocks");
  }

  @Test
  void refusesBlocksBeyondTheEnd() {
    assertRefused(image -> image.putInt(SmallVdi.MAP, 1000), "guest offset 0 lies beyond its end");
    assertRefused(image -> image.putInt(SmallVdi.MAP, -3), "guest offset 0 lies beyond its end");
    assertRefused(
        image -> image.putInt(SmallVdi.MAP + 4, Integer.MIN_VALUE), "lies beyond its end");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void stopsReadingTheSameBlockOverAndOver() {
    // Given a disk of 512 GiB whose blocks are all one
    int blockSize = 32 << 20;
    int blocks = 1 << 14;
    ByteBuffer image =
        ByteBuffer.allocate((1 << 20) + blockSize)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(0, SmallVdi.dynamic(BLOCK), 0, 512);
    image.putInt(0x158, 1 << 20).putLong(0x170, (long) blocks * blockSize);
    image.putInt(0x178, blockSize).putInt(0x180, blocks);

    // When / Then
    Converting.assertReadTooOften(image.array(), DiskFormat.VDI);
  }

  @Test
  void refusesAnImageCutShort() {
    byte[] image = SmallVdi.dynamic(BLOCK);
    Random random = new Random(2);
    for (int cut = 0; cut < CUTS; cut++) {
      byte[] rest = Arrays.copyOf(image, random.nextInt(image.length - BLOCK));

      assertThatThrownBy(() -> Converting.toRaw(rest, DiskFormat.VDI))
          .isInstanceOf(DiskFormatException.class)
          .hasMessageContaining("vdi");
    }
  }

  @Test
  void survivesRandomChanges() {
    Spoiling.survives(
        SmallVdi.dynamic(BLOCK),
        MUTATIONS,
        SmallVdi.VIRTUAL_SIZE,
        VdiImage::open,
        new Spoiling.Place(0x40, 16),
        new Spoiling.Place(0x154, 128),
        new Spoiling.Place(0, 512),
        new Spoiling.Place(SmallVdi.MAP, SmallVdi.VIRTUAL_SIZE / BLOCK * Integer.BYTES));
  }

  private static void assertRefused(Consumer<ByteBuffer> change, String reason) {
    ByteBuffer image = ByteBuffer.wrap(SmallVdi.dynamic(BLOCK)).order(ByteOrder.LITTLE_ENDIAN);
    change.accept(image);
    assertThatThrownBy(() -> Converting.toRaw(image.array(), DiskFormat.VDI))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining(reason);
  }
}
