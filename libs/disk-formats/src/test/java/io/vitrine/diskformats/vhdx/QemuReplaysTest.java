package io.vitrine.diskformats.vhdx;

import static io.vitrine.diskformats.vhdx.DirtyLog.SECTOR;
import static io.vitrine.diskformats.vhdx.DirtyLog.data;
import static io.vitrine.diskformats.vhdx.DirtyLog.end;
import static io.vitrine.diskformats.vhdx.DirtyLog.filled;
import static io.vitrine.diskformats.vhdx.DirtyLog.zeros;
import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.FileSource;
import io.vitrine.diskformats.NeedsQemuImg;
import io.vitrine.diskformats.QemuImg;
import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.conversion.OutputFormat;
import io.vitrine.diskformats.vhdx.DirtyLog.Part;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What we read in an image with a log is what the reference reads once it has replayed it. */
@NeedsQemuImg
class QemuReplaysTest {
  private static final int SIZE = 20_000_256;
  private static final int LOG = 1 << 20;

  /** More than one sector of descriptors. */
  private static final int MOST_LOGGED = 200;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "subformat=dynamic,block_size=1048576 | 1048576 | 0",
        "subformat=dynamic,block_size=1048576 | 1048576 | 49152",
        "subformat=dynamic,block_size=1048576 | 1048576 | 1044480",
        "subformat=dynamic,block_size=2097152,log_size=3145728 | 3145728 | 1040384",
        "subformat=dynamic | 1048576 | 0",
        "subformat=fixed | 1048576 | 0",
      })
  void readsWhatItHasReplayed(String options, int logLength, int first) throws Exception {
    // Given: some of what was written last is in the log only
    Path image = folder.resolve("disk.vhdx");
    QemuImg.run("create", "-f", "vhdx", "-o", options, image, SIZE);
    use(image, 5);
    byte[] before = Files.readAllBytes(image);
    use(image, 6);
    byte[] dirty = Files.readAllBytes(image);
    List<Part> changes = takeBack(dirty, before, LOG + logLength);
    assertThat(changes).isNotEmpty();
    write(dirty, changes, first, logLength);
    Files.write(image, dirty);

    // When / Then
    assertReadsTheSame(image);
  }

  /** Its own log is still there when it has made the changes. */
  @Test
  void readsItsOwnLog() throws Exception {
    // Given
    Path image = folder.resolve("disk.vhdx");
    QemuImg.run("create", "-f", "vhdx", "-o", "block_size=1048576", image, SIZE);
    QemuImg.io("-f", "vhdx", "-c", "write -P 7 3M 3k", "-c", "write -P 8 9M 70k", image);
    byte[] dirty = Files.readAllBytes(image);
    ByteBuffer fields = ByteBuffer.wrap(dirty).order(ByteOrder.LITTLE_ENDIAN);
    int entry = LOG;
    while (fields.getInt(entry) == fields.getInt(entry + fields.getInt(entry + 8))) {
      entry += fields.getInt(entry + 8);
    }
    byte[] id = new byte[16];
    fields.get(entry + 32, id);
    new DirtyLog(dirty).markHeader(header -> header.put(48, id));
    int change = Math.toIntExact(fields.getLong(entry + 64 + 16));
    Arrays.fill(dirty, change, change + SECTOR, (byte) 0);
    Files.write(image, dirty);

    // When / Then
    assertReadsTheSame(image);
  }

  private static void use(Path image, int seed) throws Exception {
    Random random = new Random(seed);
    List<Object> write = new ArrayList<>(List.of("-f", "vhdx"));
    for (int i = 0; i < 30; i++) {
      int length = 512 * (1 + random.nextInt(1 << random.nextInt(11)));
      int from = random.nextInt(SIZE - length) / 512 * 512;
      write.addAll(List.of("-c", "write -P%d %d %d".formatted(seed * 30 + i, from, length)));
    }
    write.add(image);
    QemuImg.io(write.toArray());
  }

  /** Undoes changes, those of the tables first, and tells what they were. */
  private static List<Part> takeBack(byte[] image, byte[] before, int from) {
    List<Part> changes = new ArrayList<>();
    for (int at = from; at < before.length && changes.size() < MOST_LOGGED; at += SECTOR) {
      byte[] sector = Arrays.copyOfRange(image, at, at + SECTOR);
      if (!Arrays.equals(before, at, at + SECTOR, sector, 0, SECTOR)) {
        changes.add(data(at, sector));
        System.arraycopy(before, at, image, at, SECTOR);
      }
    }
    return changes;
  }

  /** In three entries, of which the first is about what the others change, too. */
  private static void write(byte[] image, List<Part> changes, int first, int logLength) {
    long place = ((Part.Data) changes.getFirst()).from();
    Part[] undone = {zeros(place, SECTOR), filled(place, 9)};
    int half = changes.size() / 2;
    Part[] some = changes.subList(0, half + 1).toArray(Part[]::new);
    Part[] others = changes.subList(half, changes.size()).toArray(Part[]::new);
    int second = end(first, undone) % logLength;
    int third = end(second, some) % logLength;
    new DirtyLog(image)
        .entry(first, first, 41, undone)
        .entry(second, first, 42, some)
        .entry(third, first, 43, others);
  }

  private void assertReadsTheSame(Path image) throws Exception {
    Path replayed = Files.copy(image, folder.resolve("replayed.vhdx"));
    QemuImg.run("check", "-r", "all", "-f", "vhdx", replayed);
    Path expected = folder.resolve("expected.raw");
    QemuImg.run("convert", "-f", "vhdx", "-O", "raw", replayed, expected);
    Path raw = folder.resolve("ours.raw");
    Path qcow2 = folder.resolve("ours.qcow2");
    convert(image, raw, OutputFormat.RAW);
    convert(image, qcow2, OutputFormat.QCOW2);
    assertThat(raw).hasSameBinaryContentAs(expected);
    QemuImg.compare(expected, "raw", qcow2, "qcow2");
  }

  private static void convert(Path in, Path out, OutputFormat to) throws Exception {
    try (FileSource source = FileSource.open(in);
        var stream = Files.newOutputStream(out)) {
      Converter.convert(source, DiskFormat.VHDX, to, stream::write, (done, total) -> {});
    }
  }
}
