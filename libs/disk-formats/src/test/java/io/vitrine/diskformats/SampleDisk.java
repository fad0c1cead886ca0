package io.vitrine.diskformats;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Random;

/** Makes disks with holes, text that packs well and noise that does not. */
public final class SampleDisk {
  private SampleDisk() {}

  public static byte[] bytes(int size, long seed) {
    byte[] disk = new byte[size];
    Random random = new Random(seed);
    for (int at = 0; at < size; ) {
      int stretch = Math.min(size - at, 1 + random.nextInt(300_000));
      switch (random.nextInt(4)) {
        case 0 -> {
          byte[] noise = new byte[stretch];
          random.nextBytes(noise);
          System.arraycopy(noise, 0, disk, at, stretch);
        }
        case 1 -> {
          for (int i = 0; i < stretch; i++) {
            disk[at + i] = (byte) ("vitrine ".charAt(i % 8) + (i / 1000) % 3);
          }
        }
        default -> {
          // stays zero
        }
      }
      at += stretch;
    }
    return disk;
  }

  /**
   * A disk by how much of it is data.
   *
   * @param content {@code mixed}, {@code dense}, {@code sparse} or {@code empty}
   */
  public static byte[] of(String content, int size) {
    byte[] disk = new byte[size];
    Random random = new Random(size);
    switch (content) {
      case "mixed" -> disk = bytes(size, size);
      case "dense" -> random.nextBytes(disk);
      case "sparse" -> {
        for (int at = random.nextInt(600); at < size; at += random.nextInt(7_000_000)) {
          disk[at] = 1;
        }
      }
      case "empty" -> {
        // stays zero
      }
      default -> throw new IllegalArgumentException(content);
    }
    return disk;
  }

  public static Path write(Path file, byte[] content) throws IOException {
    return java.nio.file.Files.write(file, content);
  }

  public static Path sparse(Path file, long size) throws IOException {
    try (RandomAccessFile created = new RandomAccessFile(file.toFile(), "rw")) {
      created.setLength(size);
    }
    return file;
  }
}
