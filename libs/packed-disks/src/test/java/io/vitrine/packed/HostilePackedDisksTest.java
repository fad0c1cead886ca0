package io.vitrine.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.github.luben.zstd.Zstd;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever comes packed, unpacking it ends with the whole disk or a refusal, and costs little. */
class HostilePackedDisksTest {
  private static final long CAP = 16L << 20;
  private static final int MUTATIONS = 1500;
  private static final byte[] GZIP_HEADER = HexFormat.of().parseHex("1f8b0800000000000003");

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "XZ", "ZSTD", "BZIP2"})
  @Tag("attack")
  @Tag("OSSA-2013-029")
  void endsABombAtTheLimit(Packing packing) throws IOException {
    // Given
    InputStream bomb = bomb(packing);
    UnpackedDisk disk = UnpackedDisk.open(packing, bomb, Limits.ofBytes(CAP));

    // When / Then
    assertThatThrownBy(() -> disk.transferTo(OutputStream.nullOutputStream()))
        .isInstanceOf(PackedDiskException.class)
        .hasMessageContaining("larger than " + CAP);
    assertThat(disk.packedBytes()).isLessThan(1 << 20);
  }

  @ParameterizedTest
  @EnumSource(names = {"XZ", "ZSTD", "BZIP2"})
  @Tag("attack")
  @Tag("OSSA-2013-029")
  void endsABombByWhatItIsWorth(Packing packing) throws IOException {
    // Given
    UnpackedDisk disk = UnpackedDisk.open(packing, bomb(packing), new Limits(1L << 40, 1100));

    // When / Then
    assertThatThrownBy(() -> disk.transferTo(OutputStream.nullOutputStream()))
        .isInstanceOf(PackedDiskException.class)
        .hasMessageContaining("1100 times");
  }

  @Test
  void letsAnEmptyDiskInGzipPassTheSameRatio() throws IOException {
    // Given
    Limits limits = new Limits(Limits.FREE_BYTES + (16 << 20), 1100);
    UnpackedDisk disk = UnpackedDisk.open(Packing.GZIP, bomb(Packing.GZIP), limits);

    // When / Then
    assertThatThrownBy(() -> disk.transferTo(OutputStream.nullOutputStream()))
        .hasMessageContaining("larger than");
  }

  private static InputStream bomb(Packing packing) throws IOException {
    byte[] zeros = new byte[8 << 20];
    if (packing != Packing.GZIP) {
      byte[] piece = Samples.pack(packing, zeros);
      return Samples.forever(piece, piece);
    }
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    DeflaterOutputStream deflating =
        new DeflaterOutputStream(piece, new Deflater(Deflater.BEST_COMPRESSION, true), 512, true);
    deflating.write(zeros);
    deflating.flush();
    return Samples.forever(GZIP_HEADER, piece.toByteArray());
  }

  @ParameterizedTest
  @EnumSource
  void refusesADiskCutShortAnywhere(Packing packing) throws IOException {
    // Given
    byte[] packed = Samples.pack(packing, Samples.disk(1500));

    for (int length = 0; length < packed.length; length++) {
      byte[] rest = Arrays.copyOf(packed, length);

      // When / Then
      assertThatThrownBy(() -> Samples.unpack(packing, rest))
          .as("cut at %d", length)
          .isInstanceOf(PackedDiskException.class);
    }
  }

  /** Between two pieces there is nothing that could tell: only who knows the whole size sees it. */
  @ParameterizedTest
  @EnumSource(names = {"GZIP", "XZ", "ZSTD", "BZIP2"})
  void refusesADiskInPiecesCutShortInsideOne(Packing packing) throws IOException {
    // Given
    byte[] piece = Samples.pack(packing, Samples.disk(1000));
    byte[] packed = Samples.join(piece, piece);

    for (int length = piece.length + 1; length < packed.length; length++) {
      byte[] rest = Arrays.copyOf(packed, length);

      // When / Then
      assertThatThrownBy(() -> Samples.unpack(packing, rest))
          .as("cut at %d", length)
          .isInstanceOf(PackedDiskException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameDiskOrNoneWhenBitsFlip(Packing packing) throws IOException {
    // Given
    byte[] disk = Samples.disk(1500);
    byte[] packed = Samples.pack(packing, disk);

    for (int bit = 0; bit < packed.length * Byte.SIZE; bit++) {
      byte[] other = packed.clone();
      other[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

      // When / Then
      assertThat(whole(packing, other, "bit " + bit)).isIn(disk, null);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void survivesAllKindsOfDamage(Packing packing) throws IOException {
    // Given
    byte[] disk = Samples.disk(1500);
    byte[] piece = Samples.pack(packing, disk);
    byte[] packed = packing == Packing.ZIP ? piece : Samples.join(piece, piece);
    Random random = new Random(7);

    for (int mutation = 0; mutation < MUTATIONS; mutation++) {
      byte[] other = packed.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        spoil(other, random);
      }
      long before = allocated();

      // When / Then
      whole(packing, other, "mutation " + mutation);
      assertThat(allocated() - before).isLessThan(packing == Packing.XZ ? 256 << 20 : 48 << 20);
    }
  }

  private static void spoil(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(8), bytes.length - at);
    switch (random.nextInt(4)) {
      case 0 -> Arrays.fill(bytes, at, at + length, (byte) 0);
      case 1 -> Arrays.fill(bytes, at, at + length, (byte) 0xff);
      case 2 ->
          System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
      default -> bytes[at] = (byte) random.nextInt();
    }
  }

  private static byte[] whole(Packing packing, byte[] packed, String what) {
    try (InputStream disk =
        UnpackedDisk.open(packing, new Bytes(packed), Limits.ofBytes(1 << 20))) {
      return disk.readAllBytes();
    } catch (PackedDiskException e) {
      return null;
    } catch (IOException | RuntimeException e) {
      return fail(packing + ", " + what, e);
    }
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void refusesADictionaryThatIsTooLarge() throws IOException {
    // Given
    byte[] packed = withDictionaryOf(37);

    // When / Then
    assertThatThrownBy(() -> Samples.unpack(Packing.XZ, packed))
        .isInstanceOf(PackedDiskException.class)
        .hasMessageContaining("takes 1536 MiB of memory")
        .hasMessageContaining("smaller dictionary");
  }

  @Test
  void takesOneDictionaryForAllBlocks() throws IOException {
    // Given: 64 MiB each, which is what xz -9 asks for
    byte[] stream = withDictionaryOf(28);
    byte[] packed = new byte[100 * stream.length];
    for (int at = 0; at < packed.length; at += stream.length) {
      System.arraycopy(stream, 0, packed, at, stream.length);
    }
    long before = allocated();

    // When
    byte[] disk = Samples.unpack(Packing.XZ, packed);

    // Then
    assertThat(disk).hasSize(100);
    assertThat(allocated() - before).isLessThan(128 << 20);
  }

  /**
   * One byte that asks for a large dictionary, with the sum of the header made good.
   *
   * @param size as xz has it: 28 is 64 MiB, and 37 is 1.5 GiB
   */
  private static byte[] withDictionaryOf(int size) throws IOException {
    byte[] packed = Samples.pack(Packing.XZ, new byte[1]);
    packed[16] = (byte) size;
    CRC32 sum = new CRC32();
    sum.update(packed, 12, 8);
    ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).putInt(20, (int) sum.getValue());
    return packed;
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void refusesAWindowThatIsTooLarge() throws IOException {
    // Given: a byte as it is in a frame whose window has 128 MiB, and in one of 144 MiB
    byte[] large = HexFormat.of().parseHex("28b52ffd008809000041");
    byte[] tooLarge = HexFormat.of().parseHex("28b52ffd008909000041");

    // When / Then
    assertThat(Samples.unpack(Packing.ZSTD, large)).containsExactly('A');
    assertThatThrownBy(() -> Samples.unpack(Packing.ZSTD, tooLarge))
        .isInstanceOf(PackedDiskException.class)
        .hasMessageContaining("smaller window");
  }

  @Test
  void refusesFormatsFromBeforeZstd() throws IOException {
    // Given: the magic of 0.7
    byte[] packed =
        Samples.join(Zstd.compress(new byte[10]), HexFormat.of().parseHex("27b52ffd0000000000"));

    // When / Then
    assertThatThrownBy(() -> Samples.unpack(Packing.ZSTD, packed))
        .isInstanceOf(PackedDiskException.class);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void refusesABzip2OfTooManyTinyStreams() throws IOException {
    // Given
    byte[] stream = Samples.pack(Packing.BZIP2, new byte[1]);
    InputStream packed = Samples.forever(stream, stream);

    // When / Then
    assertThatThrownBy(
            () -> UnpackedDisk.open(Packing.BZIP2, packed, Limits.ofBytes(1 << 20)).readAllBytes())
        .isInstanceOf(PackedDiskException.class)
        .hasMessageContaining("too small streams");
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
