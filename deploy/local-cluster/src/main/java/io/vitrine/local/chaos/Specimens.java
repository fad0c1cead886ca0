package io.vitrine.local.chaos;

import io.vitrine.local.images.Digests;
import io.vitrine.local.images.ImageConverter;
import io.vitrine.local.images.ImportRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** The files of the kinds of images. All are made of one disk, half of it noise. */
final class Specimens {
  private static final int MEBIBYTE = 1 << 20;

  /** Where a qcow2's header says at which offset its L1 table is, 8 bytes. */
  private static final int L1_TABLE_OFFSET = 40;

  private final Map<Specimen, Path> staged = new EnumMap<>(Specimen.class);
  private final Map<Specimen, String> results = new EnumMap<>(Specimen.class);
  private final String url;

  private Specimens(String url) {
    this.url = url;
  }

  /** Makes them in the host's folder. */
  static Specimens make(ImageHost host, int mebibytes) throws IOException, InterruptedException {
    Path folder = host.folder();
    Path raw = folder.resolve("disk.raw");
    Path qcow2 = folder.resolve("disk.qcow2");
    writeDisk(raw, mebibytes);
    new ImageConverter().toQcow2(raw, qcow2);
    Path packed = folder.resolve("disk.qcow2.gz");
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(qcow2, gzip);
    }
    byte[] image = Files.readAllBytes(qcow2);
    Path truncated =
        Files.write(folder.resolve("truncated.qcow2"), Arrays.copyOf(image, image.length / 3 * 2));
    Arrays.fill(image, L1_TABLE_OFFSET, L1_TABLE_OFFSET + 4, (byte) 0x7f);
    Path badTables = Files.write(folder.resolve("bad-tables.qcow2"), image);

    Specimens made = new Specimens(host.url(packed));
    made.staged.put(Specimen.CONVERTED, qcow2);
    made.staged.put(Specimen.KEPT, qcow2);
    made.staged.put(Specimen.EVERYWHERE, qcow2);
    made.staged.put(Specimen.MISDECLARED, qcow2);
    made.staged.put(Specimen.BAD_TABLES, badTables);
    made.staged.put(Specimen.TRUNCATED, truncated);
    String disk = sha512(raw);
    made.results.put(Specimen.CONVERTED, disk);
    made.results.put(Specimen.KEPT, sha512(qcow2));
    made.results.put(Specimen.FETCHED, disk);
    made.results.put(Specimen.EVERYWHERE, disk);
    return made;
  }

  private static String sha512(Path file) throws IOException {
    return Digests.of("sha512", Files.newInputStream(file));
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

  /** What is staged; empty for an image that is fetched. */
  Optional<Path> staged(Specimen specimen) {
    return Optional.ofNullable(staged.get(specimen));
  }

  ImportRequest request(Specimen specimen) {
    return new ImportRequest(
        staged(specimen).isPresent() ? Optional.empty() : Optional.of(url),
        specimen.output(),
        specimen == Specimen.EVERYWHERE);
  }

  /** How many have such an image in the end. */
  int stores(Specimen good) {
    return request(good).everywhere() ? 2 : 1;
  }

  /** The SHA-512, in hexadecimal, of what such an image is when it is active. */
  String result(Specimen good) {
    String result = results.get(good);
    if (result == null) {
      throw new IllegalArgumentException("%s never becomes active".formatted(good));
    }
    return result;
  }
}
