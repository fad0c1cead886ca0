package io.vitrine.diskformats.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.diskformats.Converting;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.NeedsQemuImg;
import io.vitrine.diskformats.QemuImg;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.SampleDisk;
import io.vitrine.diskformats.Spoiling;
import io.vitrine.diskformats.inspection.FormatInspector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an image holds, reading it ends with its bytes or with a refusal, and nothing else. */
class HostileImagesTest {
  private static final int MUTATIONS = 10_000;
  private static final int CUTS = 50;

  @TempDir Path folder;

  @Test
  void refusesAnImageCutShortAnywhere() throws Exception {
    // Given
    byte[] image = SmallImage.bytes();
    Random random = new Random(1);

    for (int cut = 0; cut < CUTS; cut++) {
      byte[] rest = Arrays.copyOf(image, random.nextInt(image.length - 65_536));

      // When / Then
      assertThatThrownBy(() -> Converting.toRaw(rest, DiskFormat.QCOW2))
          .isInstanceOf(DiskFormatException.class);
    }
  }

  @Test
  @NeedsQemuImg
  void givesTheWholeDiskOrRefusesACompressedImageCutShort() throws Exception {
    for (String type : new String[] {"zlib", "zstd"}) {
      // Given
      byte[] image = packed(type);
      byte[] whole = Converting.toRaw(image, DiskFormat.QCOW2);
      Random random = new Random(2);

      for (int cut = 0; cut < CUTS; cut++) {
        byte[] rest = Arrays.copyOf(image, random.nextInt(image.length));

        // When / Then: a cut through padding behind the last bytes loses nothing
        try {
          assertThat(Converting.toRaw(rest, DiskFormat.QCOW2)).isEqualTo(whole);
        } catch (DiskFormatException e) {
          assertThat(e).hasMessageStartingWith(rest.length < 4 ? "not a qcow2" : "qcow2:");
        }
      }
    }
  }

  @Test
  void survivesRandomChangesOfItsHeader() {
    survives(SmallImage.bytes(), 112);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void survivesRandomChangesOfItsTables() {
    // Header, refcounts, L1 and L2 take the first five clusters.
    survives(SmallImage.bytes(), 5 * DataMap.CLUSTER);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void survivesRandomChangesOfItsSubclusters() {
    SubclusterImage image = new SubclusterImage(64);
    for (int cluster = 0; cluster < 64; cluster++) {
      image.entry(cluster, SubclusterImage.DATA + cluster * SubclusterImage.CLUSTER, 0xff_f00fL);
    }
    Spoiling.survives(
        image.bytes(),
        MUTATIONS,
        64 * SubclusterImage.CLUSTER,
        HostileImagesTest::inspectAndOpen,
        new Spoiling.Place(0, 104),
        new Spoiling.Place(SubclusterImage.L1, 8),
        new Spoiling.Place(SubclusterImage.L2, 64 * 16));
  }

  @Test
  @NeedsQemuImg
  void survivesRandomChangesOfCompressedData() throws Exception {
    for (String type : new String[] {"zlib", "zstd"}) {
      byte[] image = packed(type);
      survives(image, image.length);
    }
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void stopsReadingTheSameClusterOverAndOver() {
    // Given a disk of 512 GiB whose clusters are all one
    int cluster = 2 << 20;
    ByteBuffer image = ByteBuffer.allocate(4 * cluster);
    image.putInt(0, Qcow2Header.MAGIC).putInt(4, 3).putInt(20, 21);
    image.putLong(24, 512L << 30).putInt(36, 1).putLong(40, cluster);
    image.putLong(48, cluster).putInt(56, 1).putInt(96, 4).putInt(100, 104);
    image.putLong(cluster, 2L * cluster);
    for (int at = 2 * cluster; at < 3 * cluster; at += Long.BYTES) {
      image.putLong(at, 3L * cluster);
    }

    // When / Then
    Converting.assertReadTooOften(image.array(), DiskFormat.QCOW2);
  }

  private static void survives(byte[] good, int mutable) {
    Spoiling.survives(
        good,
        MUTATIONS,
        SmallImage.VIRTUAL_SIZE,
        HostileImagesTest::inspectAndOpen,
        new Spoiling.Place(0, mutable));
  }

  private static GuestDisk inspectAndOpen(RandomAccessSource image) throws IOException {
    byte[] front = new byte[(int) Math.min(image.size(), 70_000)];
    image.readFully(0, front, 0, front.length);
    FormatInspector inspector = new FormatInspector();
    inspector.feed(front, 0, front.length);
    inspector.early("qcow2");
    return Qcow2Image.open(image);
  }

  private byte[] packed(String type) throws Exception {
    Path raw = Files.write(folder.resolve("disk.raw"), SampleDisk.bytes(1_000_448, 9));
    Path image = folder.resolve(type + ".qcow2");
    String options = "compression_type=" + type;
    QemuImg.run("convert", "-c", "-f", "raw", "-O", "qcow2", "-o", options, raw, image);
    return Files.readAllBytes(image);
  }
}
