package io.vitrine.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.diskformats.RandomAccessSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarEntriesTest {
  private static final String LONG_NAME = "n".repeat(180) + ".vmdk";
  private static final int SIZE_AT = 124;
  private static final int TYPE_AT = 156;

  @Test
  void findsFilesAndTheirBytes() throws IOException {
    // Given
    byte[] first = Samples.disk(1000);
    byte[] second = Samples.disk(512);
    byte[] tar =
        OvaSample.tar(
            new OvaSample.File("a", first),
            new OvaSample.File("empty", new byte[0]),
            new OvaSample.File("b", second));

    // When
    Map<String, SourceWindow> entries = TarEntries.of(new Bytes(tar));

    // Then
    assertThat(entries.keySet()).containsExactly("a", "empty", "b");
    assertThat(entries.get("a").readAll()).isEqualTo(first);
    assertThat(entries.get("b").readAll()).isEqualTo(second);
  }

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
  void readsLongNames(int mode) throws IOException {
    // Given
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(mode);
      put(tar, new TarArchiveEntry(LONG_NAME), 100);
      put(tar, new TarArchiveEntry("short"), 100);
    }

    // When / Then
    assertThat(TarEntries.of(new Bytes(bytes.toByteArray())).keySet())
        .containsExactly(LONG_NAME, "short");
  }

  /** Octal digits end at 8 GiB. */
  @ParameterizedTest
  @ValueSource(
      ints = {TarArchiveOutputStream.BIGNUMBER_STAR, TarArchiveOutputStream.BIGNUMBER_POSIX})
  void readsSizesAbove8GiB(int mode) throws IOException {
    // Given
    long size = 10L << 30;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);
    tar.setBigNumberMode(mode);
    TarArchiveEntry entry = new TarArchiveEntry("large");
    entry.setSize(size);
    tar.putArchiveEntry(entry);
    tar.flush();
    byte[] front = Arrays.copyOf(bytes.toByteArray(), 4 * 512);

    // When
    SourceWindow large = TarEntries.of(new Sparse(front, 11L << 30)).get("large");

    // Then
    assertThat(large.size()).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(bytes = {'1', '2', '3', '4', '5', '6', 'S', 'K', 'V', 'M', 'D'})
  @Tag("attack")
  @Tag("OSSA-2014-041")
  void refusesWhateverIsNoPlainFile(byte type) throws IOException {
    // Given
    byte[] tar = OvaSample.tar(new OvaSample.File("a", new byte[0]));
    tar[TYPE_AT] = type;

    // When / Then
    assertRefused(signed(tar));
  }

  @Test
  void refusesSparseFilesOfPax() throws IOException {
    // Given
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry("disk.vmdk");
      entry.addPaxHeader("GNU.sparse.major", "1");
      entry.addPaxHeader("GNU.sparse.minor", "0");
      put(tar, entry, 512);
    }

    // When / Then
    assertThatThrownBy(() -> TarEntries.of(new Bytes(bytes.toByteArray())))
        .hasMessageContaining("sparse");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "/a", "a/b", "./a", "a\\b", "..", "a\nb"})
  @Tag("attack")
  @Tag("OSSA-2014-041")
  void refusesNamesThatArePaths(String name) throws IOException {
    assertRefused(OvaSample.tar(new OvaSample.File(name, new byte[10])));
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2014-041")
  void refusesALongNameThatIsAPath() throws IOException {
    assertRefused(OvaSample.tar(new OvaSample.File("x/".repeat(100) + "y", new byte[10])));
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesANameTwice() throws IOException {
    // Given
    OvaSample.File file = new OvaSample.File("a", new byte[10]);

    // When / Then
    assertThatThrownBy(() -> TarEntries.of(new Bytes(OvaSample.tar(file, file))))
        .hasMessageContaining("same name");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void refusesTooManyFiles() throws IOException {
    // Given
    OvaSample.File[] files = new OvaSample.File[65];
    Arrays.setAll(files, i -> new OvaSample.File("f" + i, new byte[0]));

    // When / Then
    assertThatThrownBy(() -> TarEntries.of(new Bytes(OvaSample.tar(files))))
        .hasMessageContaining("more than 64 files");
    assertThat(TarEntries.of(new Bytes(OvaSample.tar(Arrays.copyOf(files, 64))))).hasSize(64);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void endsInAFloodOfHeadersWithoutFiles() throws IOException {
    // Given
    byte[] header =
        Arrays.copyOf(OvaSample.tar(new OvaSample.File("././@LongLink", new byte[0])), 512);
    header[TYPE_AT] = 'L';
    byte[] flood = new byte[512 * 10_000];
    for (int at = 0; at < flood.length; at += 512) {
      System.arraycopy(signed(header), 0, flood, at, 512);
    }

    // When / Then
    assertRefused(flood);
  }

  /** Negative, more than there is, not octal, and the binary forms of that and of 2^63. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-0000000001\0",
        "77777777777\0",
        "777777777777",
        "00000000018\0",
        "0000 000001\0",
        "\0\0\0\0\0\0\0\0\0\0\0\0",
        "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
        "\u0080\0\0\0\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
        "\u0080\0\0\0\u0080\0\0\0\0\0\0\0",
        "\u0080\0\0\1\0\0\0\0\0\0\0\0",
        "\u0081\0\0\0\0\0\0\0\0\0\0\1"
      })
  void refusesImpossibleSizes(String size) throws IOException {
    // Given
    byte[] tar = OvaSample.tar(new OvaSample.File("a", new byte[10]));
    System.arraycopy(size.getBytes(StandardCharsets.ISO_8859_1), 0, tar, SIZE_AT, 12);

    // When / Then
    assertRefused(signed(tar));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12 size=-12\n",
        "29 size=99999999999999999999\n",
        "99 path=a\n",
        "0 path=a\n",
        "path=a\n",
        "10 path=aa",
        "18446744073709551626 path=a\n",
        "5 ab\n"
      })
  void refusesDamagedRecords(String record) throws IOException {
    // Given
    byte[] tar =
        OvaSample.tar(
            new OvaSample.File("pax", record.getBytes(StandardCharsets.UTF_8)),
            new OvaSample.File("a", new byte[10]));
    tar[TYPE_AT] = 'x';

    // When / Then
    assertRefused(signed(tar));
  }

  @Test
  void refusesATarCutShortInsideAFile() throws IOException {
    // Given
    byte[] tar = OvaSample.tar(new OvaSample.File("a", new byte[5000]));

    for (int length = 512; length < 512 + 5000; length += 100) {

      // When / Then
      assertRefused(Arrays.copyOf(tar, length));
    }
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void survivesAllKindsOfDamage() throws IOException {
    // Given
    byte[] good =
        OvaSample.tar(
            new OvaSample.File(LONG_NAME, new byte[700]), new OvaSample.File("b", new byte[10]));
    Random random = new Random(5);

    for (int mutation = 0; mutation < 20_000; mutation++) {
      byte[] tar = good.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        tar[random.nextInt(tar.length)] = (byte) random.nextInt();
      }
      if (random.nextBoolean()) {
        signed(tar);
      }

      // When
      try {
        TarEntries.of(new Bytes(tar))
            .values()
            .forEach(entry -> assertThat(entry.size()).isNotNegative());
      } catch (PackedDiskException e) {

        // Then
        assertThat(e).hasMessageStartingWith("ova: ");
      }
    }
  }

  private static void assertRefused(byte[] tar) {
    assertThatThrownBy(() -> TarEntries.of(new Bytes(tar))).isInstanceOf(PackedDiskException.class);
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int size)
      throws IOException {
    entry.setSize(size);
    tar.putArchiveEntry(entry);
    tar.write(new byte[size]);
    tar.closeArchiveEntry();
  }

  /** Makes the sum of the first header good. */
  private static byte[] signed(byte[] tar) {
    int at = TarConstants.CHKSUM_OFFSET;
    Arrays.fill(tar, at, at + 8, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += Byte.toUnsignedInt(tar[i]);
    }
    byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, tar, at, digits.length);
    return tar;
  }

  /** Some bytes, and zeros behind them. */
  private record Sparse(byte[] front, long size) implements RandomAccessSource {
    @Override
    public void readFully(long offset, byte[] target, int from, int length) {
      for (int i = 0; i < length; i++) {
        target[from + i] = offset + i < front.length ? front[(int) offset + i] : 0;
      }
    }
  }
}
