package io.vitrine.local.bench;

import io.vitrine.local.ClusterException;
import io.vitrine.local.images.Tools;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A disk that is mostly empty, and the qcow2 files that hold it. Half of the data is words, half
 * cannot be compressed.
 *
 * @param size of the disk in bytes
 * @param data on it in bytes
 */
record BenchDisk(Path folder, long size, long data) {
  private static final int MEBIBYTE = 1 << 20;

  /** Data comes in pieces, as files do, with what is free between them. */
  private static final int PIECE = 8;

  /** How the clusters of a qcow2 are stored. */
  enum Packing {
    UNCOMPRESSED,
    ZLIB,
    ZSTD;

    private List<String> options() {
      return this == UNCOMPRESSED ? List.of() : List.of("-c", "-o", "compression_type=" + this);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Path qemu() {
    return Tools.find("qemu-img")
        .orElseThrow(() ->
            new ClusterException(
                "qemu-img is what conversions are measured beside (Debian: apt install"
                    + " qemu-utils)"));
  }

  /** Makes the files anew. */
  void make() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    delete();
    Path raw = raw();
    write(raw);
    for (Packing packing : Packing.values()) {
      List<String> command =
          new ArrayList<>(List.of(qemu().toString(), "convert", "-f", "raw", "-O", "qcow2"));
      command.addAll(packing.options());
      command.addAll(List.of(raw.toString(), file(packing).toString()));
      Tools.run(command);
    }
    Files.delete(raw);
  }

  /** Removes the files, all that are there, and leaves the folder. */
  void delete() throws IOException {
    Files.deleteIfExists(raw());
    for (Packing packing : Packing.values()) {
      Files.deleteIfExists(file(packing));
    }
  }

  private Path raw() {
    return folder.resolve("disk.raw");
  }

  Path file(Packing packing) {
    return folder.resolve(packing + ".qcow2");
  }

  private void write(Path raw) throws IOException {
    Random random = new Random(11);
    List<String> words = words(random);
    byte[] block = new byte[MEBIBYTE];
    long stride = size / Math.max(1, data / MEBIBYTE / PIECE);
    try (var file = new RandomAccessFile(raw.toFile(), "rw")) {
      file.setLength(size);
      for (long number = 0; number < data / MEBIBYTE; number++) {
        if (number % 2 == 0) {
          random.nextBytes(block);
        } else {
          fill(block, words, random);
        }
        file.seek(number / PIECE * stride + number % PIECE * MEBIBYTE);
        file.write(block);
      }
    }
  }

  private static List<String> words(Random random) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 4096; i++) {
      byte[] letters = new byte[random.nextInt(2, 10)];
      for (int j = 0; j < letters.length; j++) {
        letters[j] = (byte) ('a' + random.nextInt(26));
      }
      words.add(new String(letters, StandardCharsets.US_ASCII));
    }
    return words;
  }

  private static void fill(byte[] block, List<String> words, Random random) {
    Arrays.fill(block, (byte) ' ');
    for (int at = 0; at < block.length - 10; ) {
      byte[] word = words.get(random.nextInt(words.size())).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(word, 0, block, at, word.length);
      at += word.length + 1;
    }
  }
}
