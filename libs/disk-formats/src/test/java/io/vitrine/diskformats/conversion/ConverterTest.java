package io.vitrine.diskformats.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.diskformats.CollectingSink;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.MemorySource;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.SampleDisk;
import io.vitrine.diskformats.qcow2.Qcow2Image;
import io.vitrine.diskformats.qcow2.SmallImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConverterTest {
  private static final Progress SILENT = (done, total) -> {};

  @ParameterizedTest
  @ValueSource(ints = {0, 512, 65_536, 65_536 + 512, 9_000_448})
  void goesToQcow2AndBack(int size) throws Exception {
    // Given
    byte[] disk = SampleDisk.bytes(size, size);

    // When
    byte[] image = convert(disk, DiskFormat.RAW, OutputFormat.QCOW2);
    byte[] rewritten = convert(image, DiskFormat.QCOW2, OutputFormat.QCOW2);

    // Then
    assertThat(rewritten).isEqualTo(image);
    assertThat(convert(rewritten, DiskFormat.QCOW2, OutputFormat.RAW)).isEqualTo(disk);
  }

  @Test
  void roundsAnOddDiskUpToASector() throws Exception {
    // When
    byte[] image = convert(new byte[] {1, 2, 3}, DiskFormat.RAW, OutputFormat.QCOW2);

    // Then
    assertThat(convert(image, DiskFormat.QCOW2, OutputFormat.RAW))
        .isEqualTo(Arrays.copyOf(new byte[] {1, 2, 3}, 512));
  }

  @Test
  void copiesRawAsItIs() throws Exception {
    byte[] disk = SampleDisk.bytes(9_000_001, 5);
    assertThat(convert(disk, DiskFormat.RAW, OutputFormat.RAW)).isEqualTo(disk);
  }

  @Test
  void readsAnyRangeOfTheDisk() throws Exception {
    // Given
    byte[] disk = SmallImage.disk();
    GuestDisk image = Qcow2Image.open(new MemorySource(SmallImage.bytes()));
    byte[] target = new byte[300_010];

    // When
    image.read(65_000, target, 10, 300_000);

    // Then
    assertThat(Arrays.copyOfRange(target, 10, target.length))
        .isEqualTo(Arrays.copyOfRange(disk, 65_000, 365_000));
  }

  @Test
  void reportsProgressOverBothPassesWithoutGoingBack() throws Exception {
    // Given
    int size = 9_000_448;
    List<Long> heard = new ArrayList<>();

    // When
    Converter.convert(
        new MemorySource(SampleDisk.bytes(size, 1)),
        DiskFormat.RAW,
        OutputFormat.QCOW2,
        new CollectingSink(),
        (done, total) -> {
          assertThat(total).isEqualTo(2L * size);
          heard.add(done);
        });

    // Then
    assertThat(heard).isSorted().endsWith(2L * size);
  }

  @Test
  void stopsWhenItsThreadIsInterrupted() {
    // Given
    byte[] disk = new byte[20_000_000];
    Progress interrupting = (done, total) -> Thread.currentThread().interrupt();

    // When / Then
    assertThatThrownBy(() ->
            Converter.convert(
                new MemorySource(disk),
                DiskFormat.RAW,
                OutputFormat.RAW,
                new CollectingSink(),
                interrupting))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void tellsAFailingSourceFromADamagedImage() {
    // Given
    RandomAccessSource broken =
        new RandomAccessSource() {
          @Override
          public long size() {
            return 1000;
          }

          @Override
          public void readFully(long offset, byte[] target, int from, int length)
              throws IOException {
            throw new IOException("connection reset");
          }
        };

    // When / Then
    assertThatThrownBy(() ->
            Converter.convert(
                broken, DiskFormat.RAW, OutputFormat.RAW, new CollectingSink(), SILENT))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("connection reset");
  }

  @Test
  void refusesWhatItCannotConvert() {
    assertThatThrownBy(() ->
            Converter.prepare(
                new MemorySource(new byte[512]), DiskFormat.ISO, OutputFormat.RAW, SILENT))
        .isInstanceOf(DiskFormatException.class)
        .hasMessage("converting iso to raw is not supported");
  }

  private static byte[] convert(byte[] image, DiskFormat from, OutputFormat to) throws Exception {
    CollectingSink sink = new CollectingSink();
    Conversion conversion = Converter.prepare(new MemorySource(image), from, to, SILENT);
    conversion.run(sink, SILENT);
    conversion.outputSize().ifPresent(size -> assertThat(sink.bytes()).hasSize((int) size));
    return sink.bytes();
  }
}
