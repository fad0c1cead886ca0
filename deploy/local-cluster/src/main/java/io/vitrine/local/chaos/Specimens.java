package io.vitrine.local.chaos;

import io.vitrine.local.images.ImageConverter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

/** The files of the kinds of images. All are made of one disk, half of it noise. */
final class Specimens {
  private static final int BLOCK = 1 << 18;
  private static final int MEBIBYTE = 1 << 20;

  /** Where a qcow2's header says at which offset its L1 table is, 8 bytes. */
  private static final int L1_TABLE_OFFSET = 40;

  private final Map<Specimen, Path> files = new EnumMap<>(Specimen.class);
  private final Map<Specimen, String> results = new EnumMap<>(Specimen.class);

  private Specimens() {}

  static Specimens make(Path folder, int mebibytes) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path raw = folder.resolve("disk.raw");
    Path qcow2 = folder.resolve("disk.qcow2");
    writeDisk(raw, mebibytes);
    new ImageConverter().toQcow2(raw, qcow2);
    byte[] image = Files.readAllBytes(qcow2);
    Path truncated =
        Files.write(folder.resolve("truncated.qcow2"), Arrays.copyOf(image, image.length / 3 * 2));
    Arrays.fill(image, L1_TABLE_OFFSET, L1_TABLE_OFFSET + 4, (byte) 0x7f);
    Path badTables = Files.write(folder.resolve("bad-tables.qcow2"), image);

    Specimens made = new Specimens();
    made.files.put(Specimen.CONVERTED, qcow2);
    made.files.put(Specimen.KEPT, qcow2);
    made.files.put(Specimen.MISDECLARED, qcow2);
    made.files.put(Specimen.BAD_TABLES, badTables);
    made.files.put(Specimen.TRUNCATED, truncated);
    made.results.put(Specimen.CONVERTED, sha512(Files.newInputStream(raw)));
    made.results.put(Specimen.KEPT, sha512(Files.newInputStream(qcow2)));
    return made;
  }

  /** Every other MiB cannot be compressed. */
  private static void writeDisk(Path raw, int mebibytes) throws IOException {
    Random random = new Random(7);
    byte[] noise = new byte[MEBIBYTE];
    byte[] text = new byte[MEBIBYTE];
    try (var out = Files.newOutputStream(raw)) {
      for (int i = 0; i < mebibytes; i += 2) {
        random.nextBytes(noise);
        Arrays.fill(text, (byte) ('a' + i % 26));
        out.write(noise);
        out.write(text);
      }
    }
  }

  Path file(Specimen specimen) {
    return known(files.get(specimen), specimen);
  }

  /** The SHA-512, in hexadecimal, of what such an image is when it is active. */
  String result(Specimen good) {
    return known(results.get(good), good);
  }

  private static <T> T known(@org.jspecify.annotations.Nullable T value, Specimen specimen) {
    if (value == null) {
      throw new IllegalArgumentException("nothing like that for " + specimen);
    }
    return value;
  }

  /** Reads to the end, and closes. */
  static String sha512(InputStream bytes) throws IOException {
    try (bytes) {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      byte[] block = new byte[BLOCK];
      for (int n = bytes.read(block); n >= 0; n = bytes.read(block)) {
        digest.update(block, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }
}
