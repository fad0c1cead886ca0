package io.vitrine.diskformats.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.diskformats.packing.BlockEncoder;
import java.util.Arrays;
import java.util.List;
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

  /** By libdeflate where it is installed, and without it. */
  private static List<BlockInflater> inflaters(Wrapping wrapping) {
    BlockInflater byJdk = new BlockInflater(wrapping, false);
    return LibDeflate.isInstalled()
        ? List.of(new BlockInflater(wrapping, true), byJdk)
        : List.of(byJdk);
  }

  private interface Check {
    void on(BlockInflater inflater) throws DataFormatException;
  }

  private static void onEach(Wrapping wrapping, Check check) throws DataFormatException {
    for (BlockInflater each : inflaters(wrapping)) {
      try (each) {
        check.on(each);
      }
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
  void unpacksWhatOthersPacked(Wrapping wrapping) throws DataFormatException {
    byte[] block = block();
    byte[] packed = packed(DeflateEncoder.byJdk(wrapping), block);
    onEach(
        wrapping,
        inflater -> {
          byte[] target = new byte[BLOCK];
          assertThat(inflater.inflate(packed, 0, packed.length, target, 0, BLOCK)).isEqualTo(BLOCK);
          assertThat(inflater.ends()).isTrue();
          assertThat(target).isEqualTo(block);
        });
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
  void bytesOfANeighbourBehindAStreamDoNotMatter() throws DataFormatException {
    byte[] block = block();
    byte[] packed = packed(DeflateEncoder.byJdk(Wrapping.BARE), block);
    byte[] sectors = Arrays.copyOf(packed, packed.length + 500);
    onEach(
        Wrapping.BARE,
        inflater -> {
          byte[] target = new byte[BLOCK];
          assertThat(inflater.inflate(sectors, 0, sectors.length, target, 0, BLOCK))
              .isEqualTo(BLOCK);
          assertThat(target).isEqualTo(block);
        });
  }

  @ParameterizedTest
  @EnumSource
  void tellsHowLittleThereIs(Wrapping wrapping) throws DataFormatException {
    byte[] packed = packed(DeflateEncoder.byJdk(wrapping), new byte[100]);
    onEach(
        wrapping,
        inflater -> {
          assertThat(inflater.inflate(packed, 0, packed.length, new byte[BLOCK], 0, BLOCK))
              .isEqualTo(100);
          assertThat(inflater.ends()).isTrue();
        });
  }

  @ParameterizedTest
  @EnumSource
  void fillsTheRoomWithTheBeginningOfMoreAndTouchesNothingBehind(Wrapping wrapping)
      throws DataFormatException {
    byte[] block = block();
    byte[] packed = packed(DeflateEncoder.byJdk(wrapping), block);
    onEach(
        wrapping,
        inflater -> {
          byte[] target = new byte[BLOCK];
          assertThat(inflater.inflate(packed, 0, packed.length, target, 0, BLOCK - 1))
              .isEqualTo(BLOCK - 1);
          assertThat(inflater.ends()).isFalse();
          assertThat(target).isEqualTo(withoutItsLastByte(block));
        });
  }

  private static byte[] withoutItsLastByte(byte[] block) {
    byte[] shorter = block.clone();
    shorter[block.length - 1] = 0;
    return shorter;
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsCutShort(Wrapping wrapping) throws DataFormatException {
    byte[] packed = packed(DeflateEncoder.byJdk(wrapping), block());
    onEach(
        wrapping,
        inflater -> {
          for (int length : new int[] {0, 1, 10, packed.length / 2}) {
            assertThatThrownBy(() -> inflater.inflate(packed, 0, length, new byte[BLOCK], 0, BLOCK))
                .isInstanceOf(DataFormatException.class);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void seesThatTheEndIsMissing(Wrapping wrapping) throws DataFormatException {
    byte[] whole = packed(DeflateEncoder.byJdk(wrapping), block());
    onEach(
        wrapping,
        inflater -> {
          assertThat(isOneBlock(inflater, whole)).isTrue();
          assertThat(isOneBlock(inflater, Arrays.copyOf(whole, whole.length - 1))).isFalse();
        });
  }

  @Test
  void seesAWrongChecksum() throws DataFormatException {
    byte[] packed = packed(DeflateEncoder.byJdk(Wrapping.ZLIB), block());
    packed[packed.length - 1] ^= 1;
    onEach(Wrapping.ZLIB, inflater -> assertThat(isOneBlock(inflater, packed)).isFalse());
  }

  private static boolean isOneBlock(BlockInflater inflater, byte[] packed) {
    try {
      return inflater.inflate(packed, 0, packed.length, new byte[BLOCK], 0, BLOCK) == BLOCK
          && inflater.ends();
    } catch (DataFormatException e) {
      return false;
    }
  }
}
