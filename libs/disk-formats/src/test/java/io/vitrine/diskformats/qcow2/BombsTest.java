package io.vitrine.diskformats.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.vitrine.diskformats.Converting;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.MemorySource;
import io.vitrine.diskformats.conversion.Conversion;
import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.conversion.OutputFormat;
import io.vitrine.diskformats.inspection.FormatInspector;
import io.vitrine.diskformats.inspection.Inspection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small images that would become large, and what is known of them before they do. */
@Tag("attack")
@Tag("OSSA-2013-029")
class BombsTest {
  private static final int CLUSTER = 1 << 16;
  private static final int TABLE = CLUSTER / Long.BYTES;
  private static final long PEBIBYTE = 1L << 50;

  @ParameterizedTest
  @EnumSource(names = {"RAW", "QCOW2"})
  void tellHowLargeTheyWouldBecomeBeforeAnythingIsUnpacked(OutputFormat target) throws Exception {
    // Given 512 MiB of clusters that are all one, of a few bytes
    long size = (long) TABLE * CLUSTER;
    byte[] image = image(size, 1, deflated(new byte[CLUSTER]), Compression.DEFLATE);

    // When
    Conversion conversion = prepare(image, target);

    // Then
    assertThat(image.length).isLessThan(4 * CLUSTER);
    assertThat(conversion.outputSize().orElseThrow()).isGreaterThanOrEqualTo(size);
  }

  @Test
  void ofTablesThatAreAllOneTellTheirSizeToo() throws Exception {
    // Given a pebibyte, whose tables of the second level are all the same
    int tables = (int) (PEBIBYTE / TABLE / CLUSTER);
    byte[] image = image(PEBIBYTE, tables, deflated(new byte[CLUSTER]), Compression.DEFLATE);

    // Then
    assertThat(prepare(image, OutputFormat.RAW).outputSize()).hasValue(PEBIBYTE);
    assertThatThrownBy(() -> prepare(image, OutputFormat.QCOW2))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining("too large to be written");
  }

  @ParameterizedTest
  @ValueSource(longs = {PEBIBYTE + 1, 1L << 60, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void ofExbibytesAreRefused(long size) throws Exception {
    // Given
    byte[] image = image(CLUSTER, 1, deflated(new byte[CLUSTER]), Compression.DEFLATE);
    ByteBuffer.wrap(image).putLong(24, size);

    // Then
    assertThat(FormatInspector.inspect(new MemorySource(image)))
        .isInstanceOfSatisfying(
            Inspection.Refused.class,
            refused -> assertThat(refused.reason()).contains("virtual size"));
    assertThatThrownBy(() -> prepare(image, OutputFormat.RAW))
        .isInstanceOf(DiskFormatException.class);
  }

  @Test
  void inAClusterGiveNoMoreThanTheCluster() throws Exception {
    // Given a cluster that unpacks to a hundred
    byte[] image = image(CLUSTER, 1, deflated(new byte[100 * CLUSTER]), Compression.DEFLATE);

    // Then
    assertThat(Converting.toRaw(image, DiskFormat.QCOW2)).isEqualTo(new byte[CLUSTER]);
  }

  @Test
  void inAClusterOfZstdAreRefused() {
    // Given a frame that says that it unpacks to a hundred clusters
    byte[] image = image(CLUSTER, 1, Zstd.compress(new byte[100 * CLUSTER]), Compression.ZSTD);

    // Then
    assertThatThrownBy(() -> Converting.toRaw(image, DiskFormat.QCOW2))
        .isInstanceOf(DiskFormatException.class)
        .hasMessageContaining("damaged");
  }

  private static Conversion prepare(byte[] image, OutputFormat target)
      throws IOException, InterruptedException {
    return Converter.prepare(
        new MemorySource(image), DiskFormat.QCOW2, target, (done, total) -> {});
  }

  /**
   * Header, L1, one L2 table for all of the L1, one cluster for all of the L2.
   *
   * @param tables how many the L1 names
   * @param packed the cluster
   */
  private static byte[] image(long size, int tables, byte[] packed, Compression compression) {
    int l1Clusters = Math.ceilDiv(tables, TABLE);
    long l2 = (1L + l1Clusters) * CLUSTER;
    long data = l2 + CLUSTER;
    int sectors = Math.ceilDiv(packed.length, 512);
    ByteBuffer image = ByteBuffer.allocate((int) data + sectors * 512);
    boolean zstd = compression == Compression.ZSTD;
    image.putInt(0, Qcow2Header.MAGIC).putInt(4, 3).putInt(20, 16).putLong(24, size);
    image.putInt(36, tables).putLong(40, CLUSTER).putLong(48, CLUSTER).putInt(56, 1);
    image.putLong(72, zstd ? 1 << 3 : 0).putInt(96, 4).putInt(100, 112);
    image.put(104, (byte) (zstd ? 1 : 0));
    long[] l1 = new long[tables];
    Arrays.fill(l1, l2);
    image.position(CLUSTER).asLongBuffer().put(l1);
    long[] entries = new long[TABLE];
    Arrays.fill(entries, 1L << 62 | (long) (sectors - 1) << 54 | data);
    image.position((int) l2).asLongBuffer().put(entries);
    image.put((int) data, packed);
    return image.array();
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] packed = new byte[bytes.length / 100 + 1000];
      return Arrays.copyOf(packed, deflater.deflate(packed));
    } finally {
      deflater.end();
    }
  }
}
