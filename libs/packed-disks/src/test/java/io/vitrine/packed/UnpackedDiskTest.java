package io.vitrine.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackedDiskTest {
  private static final Limits AMPLE = Limits.ofBytes(1L << 30);
  private static final byte[] SKIPPED_FRAME = HexFormat.of().parseHex("502a4d1804000000aabbccdd");

  @ParameterizedTest
  @EnumSource
  void givesTheDisk(Packing packing) throws IOException {
    // Given
    byte[] disk = Samples.disk(3_000_001);

    // When
    byte[] unpacked = Samples.unpack(packing, Samples.pack(packing, disk));

    // Then
    assertThat(unpacked).isEqualTo(disk);
  }

  @ParameterizedTest
  @EnumSource
  void givesAnEmptyDisk(Packing packing) throws IOException {
    assertThat(Samples.unpack(packing, Samples.pack(packing, new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "XZ", "ZSTD", "BZIP2"})
  void givesADiskThatWasPackedInSeveralPieces(Packing packing) throws IOException {
    // Given
    byte[] first = Samples.disk(40_000);
    byte[] second = Samples.disk(90_000);
    byte[] packed =
        Samples.join(
            Samples.pack(packing, first),
            Samples.pack(packing, new byte[0]),
            Samples.pack(packing, second));

    // When
    byte[] unpacked = Samples.unpack(packing, packed);

    // Then
    assertThat(unpacked).isEqualTo(Samples.join(first, second));
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "XZ", "BZIP2"})
  void passesOverZerosAtTheEnd(Packing packing) throws IOException {
    // Given
    byte[] disk = Samples.disk(10_000);
    byte[] packed = Samples.join(Samples.pack(packing, disk), new byte[200_000]);

    // When / Then
    assertThat(Samples.unpack(packing, packed)).isEqualTo(disk);
  }

  @Test
  void passesOverFramesThatAreToBeSkipped() throws IOException {
    // Given
    byte[] disk = Samples.disk(10_000);
    byte[] packed = Samples.join(SKIPPED_FRAME, Samples.pack(Packing.ZSTD, disk), SKIPPED_FRAME);

    // When / Then
    assertThat(Samples.unpack(Packing.ZSTD, packed)).isEqualTo(disk);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhateverElseFollows(Packing packing) throws IOException {
    // Given
    byte[] packed = Samples.pack(packing, Samples.disk(10_000));
    byte[] more = {'m', 'o', 'r', 'e', 0, 0, 0, 0};

    // When / Then
    assertThatThrownBy(() -> Samples.unpack(packing, Samples.join(packed, more)))
        .isInstanceOf(PackedDiskException.class);
    assertThatThrownBy(() -> Samples.unpack(packing, Samples.join(packed, new byte[8], more)))
        .isInstanceOf(PackedDiskException.class);
  }

  @Test
  void doesNotUnpackWhatWasPackedTwice() throws IOException {
    // Given
    byte[] inner = Samples.pack(Packing.XZ, Samples.disk(10_000));

    // When / Then
    assertThat(Samples.unpack(Packing.GZIP, Samples.pack(Packing.GZIP, inner))).isEqualTo(inner);
  }

  @ParameterizedTest
  @EnumSource
  void givesADiskOfJustTheSizeThatIsAllowed(Packing packing) throws IOException {
    // Given
    byte[] disk = Samples.disk(50_000);
    Bytes packed = new Bytes(Samples.pack(packing, disk));

    // When
    try (InputStream unpacked = UnpackedDisk.open(packing, packed, Limits.ofBytes(50_000))) {

      // Then
      assertThat(unpacked.readAllBytes()).isEqualTo(disk);
      assertThat(unpacked.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesADiskThatIsAByteTooLarge(Packing packing) throws IOException {
    // Given
    Bytes packed = new Bytes(Samples.pack(packing, Samples.disk(50_001)));

    // When / Then
    assertThatThrownBy(
            () -> UnpackedDisk.open(packing, packed, Limits.ofBytes(50_000)).readAllBytes())
        .isInstanceOf(PackedDiskException.class)
        .hasMessage(
            "%s: the disk inside is larger than 50000 bytes, the most that is allowed here"
                .formatted(packing));
  }

  @Test
  void saysTheSameAgainWhenReadAgain() throws IOException {
    // Given
    byte[] packed = Samples.pack(Packing.GZIP, Samples.disk(50_000));
    packed[packed.length - 1] ^= 1;
    InputStream disk = UnpackedDisk.open(Packing.GZIP, new ByteArrayInputStream(packed), AMPLE);
    assertThatThrownBy(disk::readAllBytes).isInstanceOf(PackedDiskException.class);

    // When / Then
    assertThatThrownBy(disk::read)
        .isInstanceOf(PackedDiskException.class)
        .hasMessage("gzip: it is damaged");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void hasNoLimitsThatLetNothingThrough(long limit) {
    assertThatThrownBy(() -> Limits.ofBytes(limit)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(1, limit)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ZIP")
  void doesNotBlameTheDiskForItsSource(Packing packing) throws IOException {
    // Given
    byte[] packed = Samples.pack(packing, Samples.disk(300_000));
    IOException failure = new IOException("the network is away");
    RandomAccessSource breaking =
        new Breaking(new Bytes(packed), packed.length / 2, () -> sneaky(failure));
    InputStream disk = UnpackedDisk.open(packing, breaking, AMPLE);

    // When / Then: and again, since what came next would be another disk
    assertThatThrownBy(disk::readAllBytes).isSameAs(failure);
    assertThatThrownBy(disk::readAllBytes).isSameAs(failure);
  }

  @Test
  void passesOnWhatASourceThrowsUnchecked() {
    // Given
    UncheckedIOException failure = new UncheckedIOException(new IOException("store away"));
    RandomAccessSource breaking =
        new Breaking(
            new Bytes(new byte[100]),
            0,
            () -> {
              throw failure;
            });

    // When / Then
    assertThatThrownBy(() -> UnpackedDisk.open(Packing.GZIP, breaking, AMPLE).read())
        .isSameAs(failure);
  }

  @Test
  void endsSoonWhenInterrupted() throws Exception {
    // Given
    CountDownLatch asked = new CountDownLatch(1);
    RandomAccessSource stuck =
        new Breaking(
            new Bytes(new byte[100]),
            0,
            () -> {
              asked.countDown();
              new CountDownLatch(1).await();
            });
    Thread reader = Thread.currentThread();
    Thread.ofVirtual()
        .start(() -> {
          try {
            asked.await();
            reader.interrupt();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    // When / Then
    assertThatThrownBy(() -> UnpackedDisk.open(Packing.GZIP, stuck, AMPLE).read())
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void hasNoLimitWhereNoneIsWanted() throws IOException {
    // Given
    byte[] packed = Samples.pack(Packing.GZIP, new byte[100]);
    Limits none = Limits.ofBytes(Long.MAX_VALUE);

    // When / Then
    assertThat(UnpackedDisk.open(Packing.GZIP, new Bytes(packed), none).readAllBytes())
        .hasSize(100);
  }

  @Test
  void tellsHowFarItIs() throws IOException {
    // Given
    byte[] packed = Samples.pack(Packing.GZIP, Samples.disk(3_000_000));

    // When
    try (UnpackedDisk disk = UnpackedDisk.open(Packing.GZIP, new Bytes(packed), AMPLE)) {
      disk.readNBytes(1_500_000);

      // Then
      assertThat(disk.packedBytes()).isBetween(packed.length / 3L, packed.length * 2L / 3);
      disk.readAllBytes();
      assertThat(disk.packedBytes()).isEqualTo(packed.length);
    }
  }

  @Test
  void asksForAZipWhereItCanBeReadAnywhere() {
    assertThatThrownBy(() -> UnpackedDisk.open(Packing.ZIP, InputStream.nullInputStream(), AMPLE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void sneaky(IOException failure) throws Exception {
    throw failure;
  }

  /** What happens when a source is read from somewhere on. */
  @FunctionalInterface
  private interface Accident {
    void happen() throws Exception;
  }

  private record Breaking(RandomAccessSource whole, long from, Accident accident)
      implements RandomAccessSource {
    @Override
    public long size() {
      return whole.size();
    }

    @Override
    public void readFully(long offset, byte[] target, int at, int length) throws IOException {
      if (offset + length > from) {
        try {
          accident.happen();
        } catch (IOException | RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IOException(e);
        }
      }
      whole.readFully(offset, target, at, length);
    }
  }
}
