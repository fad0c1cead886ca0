package io.vitrine.diskformats.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vitrine.diskformats.packing.BlockEncoder;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeflateTest {
  private static final int BLOCK = 64 << 10;

  /** Half words of few letters, half noise. */
  private static byte[] block() {
    Random random = new Random(3);
    byte[] block = new byte[BLOCK];
    random.nextBytes(block);
    for (int i = 0; i < BLOCK / 2; i++) {
      block[i] = (byte) ('a' + random.nextInt(4));
    }
    return block;
  }

  private static byte[] packed(BlockEncoder encoder, byte[] block) {
    try (encoder) {
      byte[] target = new byte[7 + block.length + BlockEncoder.MOST_ADDED];
      int length = encoder.encode(block, 0, block.length, target, 7);
      return Arrays.copyOfRange(target, 7, 7 + length);
    }
  }

  private static OptionalInt inflated(Wrapping wrapping, byte[] packed, byte[] target, int room) {
    assumeTrue(LibDeflate.isInstalled(), "libdeflate is not installed here");
    try (BlockInflater inflater = new BlockInflater(wrapping)) {
      return inflater.inflate(packed, 0, packed.length, target, 0, room);
    }
  }

  private static byte[] inflatedByJdk(Wrapping wrapping, byte[] packed) throws DataFormatException {
    try (Inflater inflater = new Inflater(wrapping == Wrapping.BARE)) {
      inflater.setInput(packed);
      byte[] target = new byte[BLOCK + 1];
      int count = inflater.inflate(target);
      assertThat(inflater.finished()).isTrue();
      return Arrays.copyOf(target, count);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyReaderUnpacksWhatIsPackedHere(Wrapping wrapping) throws DataFormatException {
    byte[] block = block();
    // When
    byte[] packed = packed(DeflateEncoder.of(wrapping), block);
    byte[] byJdk = packed(DeflateEncoder.byJdk(wrapping), block);
    // Then
    assertThat(inflatedByJdk(wrapping, packed)).isEqualTo(block);
    assertThat(inflatedByJdk(wrapping, byJdk)).isEqualTo(block);
    assertThat(packed.length).isLessThan(BLOCK * 7 / 10);
  }

  @ParameterizedTest
  @EnumSource
  void unpacksWhatOthersPacked(Wrapping wrapping) {
    byte[] block = block();
    byte[] packed = packed(DeflateEncoder.byJdk(wrapping), block);
    byte[] target = new byte[BLOCK];
    // When
    OptionalInt count = inflated(wrapping, packed, target, BLOCK);
    // Then
    assertThat(count).hasValue(BLOCK);
    assertThat(target).isEqualTo(block);
  }

  @ParameterizedTest
  @EnumSource
  void packsNoiseIntoTheRoomThereIs(Wrapping wrapping) throws DataFormatException {
    byte[] noise = new byte[BLOCK];
    new Random(4).nextBytes(noise);
    // Then
    assertThat(inflatedByJdk(wrapping, packed(DeflateEncoder.of(wrapping), noise)))
        .isEqualTo(noise);
  }

  @Test
  void bytesOfANeighbourBehindAStreamDoNotMatter() {
    byte[] block = block();
    byte[] packed = packed(DeflateEncoder.byJdk(Wrapping.BARE), block);
    byte[] target = new byte[BLOCK];
    // When
    OptionalInt count =
        inflated(Wrapping.BARE, Arrays.copyOf(packed, packed.length + 500), target, BLOCK);
    // Then
    assertThat(count).hasValue(BLOCK);
    assertThat(target).isEqualTo(block);
  }

  @ParameterizedTest
  @EnumSource
  void tellsHowLittleThereIs(Wrapping wrapping) {
    byte[] packed = packed(DeflateEncoder.byJdk(wrapping), new byte[100]);
    assertThat(inflated(wrapping, packed, new byte[BLOCK], BLOCK)).hasValue(100);
  }

  @ParameterizedTest
  @EnumSource
  void declinesWhatIsLongerThanItsRoomAndTouchesNothingBehind(Wrapping wrapping) {
    byte[] packed = packed(DeflateEncoder.byJdk(wrapping), block());
    byte[] target = new byte[BLOCK];
    // When
    OptionalInt count = inflated(wrapping, packed, target, BLOCK - 1);
    // Then
    assertThat(count).isEmpty();
    assertThat(target[BLOCK - 1]).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void declinesWhatIsCutShort(Wrapping wrapping) {
    byte[] packed = packed(DeflateEncoder.byJdk(wrapping), block());
    for (int length : new int[] {0, 1, 10, packed.length / 2, packed.length - 1}) {
      assertThat(inflated(wrapping, Arrays.copyOf(packed, length), new byte[BLOCK], BLOCK))
          .isEmpty();
    }
  }

  @Test
  void declinesAWrongChecksum() {
    byte[] packed = packed(DeflateEncoder.byJdk(Wrapping.ZLIB), block());
    packed[packed.length - 1] ^= 1;
    assertThat(inflated(Wrapping.ZLIB, packed, new byte[BLOCK], BLOCK)).isEmpty();
  }
}
