package io.vitrine.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackingTest {

  @ParameterizedTest
  @EnumSource
  void isToldByTheFirstBytes(Packing packing) throws IOException {
    // Given
    byte[] packed = Samples.pack(packing, Samples.disk(5000));

    // When / Then
    assertThat(Packing.of(packed, packed.length)).contains(packing);
    assertThat(Packing.of(new Bytes(packed))).contains(packing);
  }

  @ParameterizedTest
  @EnumSource
  void isToldWhenNothingIsPacked(Packing packing) throws IOException {
    // Given
    byte[] packed = Samples.pack(packing, new byte[0]);

    // When / Then
    assertThat(Packing.of(packed, packed.length)).contains(packing);
  }

  @Test
  void takesNoTarForPacked() throws IOException {
    // Given
    byte[] ova = new OvaSample().bytes();

    // When / Then
    assertThat(Packing.of(new Bytes(ova))).isEmpty();
  }

  @Test
  void looksBehindFramesOfZstdThatAreToBeSkipped() throws IOException {
    // Given
    byte[] skipped = HexFormat.of().parseHex("502a4d1804000000aabbccdd");
    byte[] packed = Samples.join(skipped, Samples.pack(Packing.ZSTD, new byte[100]));

    // When / Then
    assertThat(Packing.of(packed, packed.length)).contains(Packing.ZSTD);
    assertThat(Packing.of(skipped, skipped.length)).isEmpty();
  }

  /** Empty, cut short, GNU's compress, a bzip2 of no size, a skipped frame of 4 GiB, qcow2. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1f8b",
        "1f9d9000000000000000",
        "425a6830314159265359",
        "425a683941414141414141",
        "502a4d18ffffffff00000000",
        "504b0102000000000000",
        "514649fb00000003"
      })
  void takesNothingElseForPacked(String head) throws IOException {
    // Given
    byte[] bytes = HexFormat.of().parseHex(head);

    // When / Then
    assertThat(Packing.of(bytes, bytes.length)).isEmpty();
    assertThat(Packing.of(new Bytes(bytes))).isEmpty();
  }

  @Test
  void takesAnEmptyDiskForNothingElse() throws IOException {
    assertThat(Packing.of(new Bytes(new byte[100_000]))).isEmpty();
  }
}
