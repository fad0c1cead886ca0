package io.vitrine.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZipDirectoryTest {
  private static final byte[] DISK = Samples.disk(5000);
  private static final int LOCAL_NAME_AT = 30;
  private static final int CENTRAL = 0x02014b50;

  @Test
  void unpacksWhatTheJdkWrites() throws IOException {
    assertThat(Samples.unpack(Packing.ZIP, zip("disk.img"))).isEqualTo(DISK);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "Never")
  void unpacksZip64ThatWasWrittenInOneGo(Zip64Mode mode) throws IOException {
    // Given
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(new ZipArchiveOutputStream(bytes), mode, ZipArchiveOutputStream.DEFLATED);

    // When / Then
    assertThat(Samples.unpack(Packing.ZIP, bytes.toByteArray())).isEqualTo(DISK);
  }

  @ParameterizedTest
  @EnumSource
  void unpacksZip64WhoseHeadersWereWrittenLater(Zip64Mode mode) throws IOException {
    // Given
    SeekableInMemoryByteChannel file = new SeekableInMemoryByteChannel();
    write(new ZipArchiveOutputStream(file), mode, ZipArchiveOutputStream.DEFLATED);

    // When / Then
    assertThat(Samples.unpack(Packing.ZIP, Arrays.copyOf(file.array(), (int) file.size())))
        .isEqualTo(DISK);
  }

  @Test
  void givesWhatIsStoredOnly() throws IOException {
    // Given
    SeekableInMemoryByteChannel file = new SeekableInMemoryByteChannel();
    write(new ZipArchiveOutputStream(file), Zip64Mode.AsNeeded, ZipArchiveOutputStream.STORED);

    // When / Then
    assertThat(Samples.unpack(Packing.ZIP, Arrays.copyOf(file.array(), (int) file.size())))
        .isEqualTo(DISK);
  }

  private static void write(ZipArchiveOutputStream zip, Zip64Mode mode, int method)
      throws IOException {
    zip.setUseZip64(mode);
    zip.setMethod(method);
    ZipArchiveEntry entry = new ZipArchiveEntry("disk.img");
    if (mode == Zip64Mode.Always || method == ZipArchiveOutputStream.STORED) {
      entry.setSize(DISK.length);
      entry.setCrc(crc(DISK));
    }
    zip.putArchiveEntry(entry);
    zip.write(DISK);
    zip.closeArchiveEntry();
    zip.close();
  }

  @Test
  void passesOverFoldersAndAComment() throws IOException {
    // Given
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment("made on Friday");
      zip.putNextEntry(new ZipEntry("images/"));
      add(zip, "images/disk.img");
    }

    // When / Then
    assertThat(Samples.unpack(Packing.ZIP, bytes.toByteArray())).isEqualTo(DISK);
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesSeveralFilesAndSaysHowMany() throws IOException {
    assertRefused(zip("a.img", "b.img", "c.img"), "it holds 3 files");
  }

  @Test
  void refusesAZipWithoutFiles() throws IOException {
    assertRefused(zip(), "it holds 0 files");
    assertRefused(zip("images/"), "holds data");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-012")
  void refusesAVastDirectory() throws IOException {
    // Given
    String[] names = new String[1000];
    Arrays.setAll(names, i -> "folder" + i + "/");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
      }
    }

    // When / Then
    assertRefused(bytes.toByteArray(), "it holds 1000 entries");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "images/../x", "..\\x", "a/.."})
  @Tag("attack")
  @Tag("OSSA-2014-041")
  void refusesNamesThatLeadOutOfIt(String name) throws IOException {
    assertRefused(zip(name), "leads out of it");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2014-041")
  void refusesLinks() throws IOException {
    // Given
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      ZipArchiveEntry link = new ZipArchiveEntry("disk.img");
      link.setUnixMode(0120777);
      zip.putArchiveEntry(link);
      zip.write("/etc/passwd".getBytes(StandardCharsets.UTF_8));
      zip.closeArchiveEntry();
    }

    // When / Then
    assertRefused(bytes.toByteArray(), "a link or a device");
  }

  @Test
  void refusesEncryption() throws IOException {
    // Given
    byte[] zip = zip("disk.img");
    zip[6] |= 1;
    zip[directory(zip) + 8] |= 1;

    // When / Then
    assertRefused(zip, "encrypted");
  }

  @Test
  void refusesOtherMethods() throws IOException {
    // Given
    byte[] zip = zip("disk.img");
    zip[8] = 14;
    zip[directory(zip) + 10] = 14;

    // When / Then
    assertRefused(zip, "method 14");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesAnotherNameBeforeTheDataThanInTheDirectory() throws IOException {
    // Given
    byte[] zip = zip("disk.img");
    zip[LOCAL_NAME_AT] = 'r';

    // When / Then
    assertRefused(zip, "disagree");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesAnotherMethodBeforeTheDataThanInTheDirectory() throws IOException {
    // Given
    byte[] zip = zip("disk.img");
    zip[8] = 0;

    // When / Then
    assertRefused(zip, "disagree");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesAFileThatTheDirectoryDoesNotTell() throws IOException {
    // Given: two zips behind each other; readers from the front see the first, others the second
    byte[] first = zip("disk.img");
    byte[] second = zip("disk.img");
    ByteBuffer numbers = ByteBuffer.wrap(second).order(ByteOrder.LITTLE_ENDIAN);
    int directory = directory(second);
    numbers.putInt(directory + 42, first.length);
    numbers.putInt(second.length - 6, first.length + directory);

    // When / Then
    assertRefused(Samples.join(first, second), "disagree");
  }

  @Test
  void refusesSumsBehindTheDataThatAreOthers() throws IOException {
    // Given
    byte[] zip = zip("disk.img");
    zip[directory(zip) - 5] ^= 1;

    // When / Then
    assertRefused(zip, "disagree");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesTwoEnds() throws IOException {
    // Given: the comment of the zip is an end itself
    byte[] inner = zip();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment("x".repeat(inner.length));
      add(zip, "disk.img");
    }
    byte[] zip = bytes.toByteArray();
    System.arraycopy(inner, 0, zip, zip.length - inner.length, inner.length);

    // When / Then
    assertRefused(zip, "two ends");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2013-029")
  void refusesASizeThatIsTooLargeBeforeItUnpacksAnything() throws IOException {
    // Given
    Bytes zip = new Bytes(zip("disk.img"));

    // When / Then
    assertThatThrownBy(() -> UnpackedDisk.open(Packing.ZIP, zip, Limits.ofBytes(4999)))
        .isInstanceOf(PackedDiskException.class)
        .hasMessageContaining("larger than 4999 bytes");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2013-029")
  void refusesABombThatTellsASmallSize() throws IOException {
    // Given
    byte[] zeros = new byte[16 << 20];
    byte[] zip = Samples.pack(Packing.ZIP, zeros);
    ByteBuffer numbers = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int directory = directory(zip);
    numbers.putInt(directory + 24, 1000);
    numbers.putInt(directory - 4, 1000);

    // When / Then
    assertRefused(zip, "damaged");
  }

  @Test
  void refusesPackedBytesBehindTheEndOfTheData() throws IOException {
    // Given: a deflate stream with more behind it, all of which the entry claims
    byte[] deflated = new byte[20_000];
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(DISK);
    deflater.finish();
    int length = deflater.deflate(deflated) + 3;
    deflater.end();
    SeekableInMemoryByteChannel file = new SeekableInMemoryByteChannel();
    ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file);
    ZipArchiveEntry entry = new ZipArchiveEntry("disk.img");
    entry.setMethod(ZipEntry.DEFLATED);
    entry.setSize(DISK.length);
    entry.setCompressedSize(length);
    entry.setCrc(crc(DISK));
    zip.addRawArchiveEntry(entry, new ByteArrayInputStream(deflated, 0, length));
    zip.close();

    // When / Then
    assertRefused(Arrays.copyOf(file.array(), (int) file.size()), "damaged");
  }

  private static void assertRefused(byte[] zip, String reason) {
    assertThatThrownBy(() -> Samples.unpack(Packing.ZIP, zip))
        .isInstanceOf(PackedDiskException.class)
        .hasMessageStartingWith("zip: ")
        .hasMessageContaining(reason);
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        add(zip, name);
      }
    }
    return bytes.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    ((OutputStream) zip).write(DISK);
  }

  private static int directory(byte[] zip) {
    ByteBuffer numbers = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int at = numbers.getInt(zip.length - 6);
    assertThat(numbers.getInt(at)).isEqualTo(CENTRAL);
    return at;
  }

  private static long crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
