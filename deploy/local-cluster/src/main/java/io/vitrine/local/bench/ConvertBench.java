package io.vitrine.local.bench;

import io.minio.MinioClient;
import io.vitrine.local.ClusterException;
import io.vitrine.local.bench.BenchDisk.Packing;
import io.vitrine.local.images.ImageConverter;
import io.vitrine.local.images.Tools;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Converts a qcow2 to raw by Vitrine's library and by {@code qemu-img}, in turn, on local files;
 * then imports it with a conversion, beside what does the same as Glance does.
 */
public final class ConvertBench {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long SMALL_DISK = 64L << 20;

  private final BenchDisk disk;
  private final ImportBench imports;
  private final Other other;

  /**
   * Whom imports are measured beside.
   *
   * @param name what the table calls it
   * @param what it is
   */
  record Other(String name, String what, Import way) {
    /** Returns the seconds that it takes. */
    interface Import {
      double run(Path qcow2) throws IOException, InterruptedException;
    }
  }

  ConvertBench(BenchDisk disk, ImportBench imports, Other other) {
    this.disk = disk;
    this.imports = imports;
    this.other = other;
  }

  /** A bench of one disk; the first line of its output says what it is. */
  public static ConvertBench of(
      Path folder,
      long disk,
      long data,
      ImportBench imports,
      Optional<ImportBench> glance,
      MinioClient s3,
      String bucket) {
    BenchDisk files = new BenchDisk(folder, disk, data);
    GlanceStandIn standIn = new GlanceStandIn(s3, bucket, folder);
    Other other =
        glance
            .map(there ->
                new Other(
                    "Glance",
                    "Glance: its import, converting as it is told to",
                    qcow2 -> there.run(qcow2, Optional.empty()).seconds()))
            .orElseGet(() ->
                new Other(
                    "stand-in",
                    "stand-in: no Glance here, but the steps of its plug-in: the staged object to a file,"
                        + " qemu-img convert, MD5 and SHA-512, upload",
                    qcow2 -> standIn.convert(qcow2).toNanos() / NANOS_PER_SECOND));
    return new ConvertBench(files, imports, other);
  }

  /** Runs, prints, and removes what it made. */
  public void run(int rounds) throws IOException, InterruptedException {
    Path qemu = BenchDisk.qemu();
    Terminal.out()
        .printf(
            "A qcow2 of %s with %s of data, half of it words, to raw; medians of %d rounds%n",
            Terminal.bytes(disk.size()), Terminal.bytes(disk.data()), rounds);
    try {
      disk.make();
      local(qemu, rounds);
      imports(rounds);
    } finally {
      disk.delete();
    }
  }

  private void local(Path qemu, int rounds) throws IOException, InterruptedException {
    head("Conversion alone, local files; seconds", "qemu-img", "");
    Path ours = disk.folder().resolve("vitrine.raw");
    Path theirs = disk.folder().resolve("qemu-img.raw");
    try {
      for (Packing packing : Packing.values()) {
        Path qcow2 = disk.file(packing);
        Samples vitrine = new Samples("Vitrine");
        Samples reference = new Samples("qemu-img");
        for (int round = 0; round <= rounds; round++) {
          Files.deleteIfExists(ours);
          double one = seconds(() -> ImageConverter.qcow2ToRawByVitrine(qcow2, ours));
          Files.deleteIfExists(theirs);
          double other = seconds(() -> Tools.run(command(qemu, qcow2, theirs)));
          if (round == 0) {
            requireEqual(ours, theirs);
          } else {
            vitrine.add(one);
            reference.add(other);
          }
        }
        row(packing, vitrine.median(), reference.median(), "");
      }
    } finally {
      Files.deleteIfExists(ours);
      Files.deleteIfExists(theirs);
    }
  }

  private static List<String> command(Path qemu, Path qcow2, Path raw) {
    return List.of(
        qemu.toString(), "convert", "-f", "qcow2", "-O", "raw", qcow2.toString(), raw.toString());
  }

  private static void requireEqual(Path ours, Path theirs) throws IOException {
    long difference = Files.mismatch(ours, theirs);
    if (difference >= 0) {
      throw new ClusterException(
          "Vitrine and qemu-img differ at byte %d of the disk".formatted(difference));
    }
  }

  private void imports(int rounds) throws IOException, InterruptedException {
    head(
        "Import to raw, from staged to active; seconds, and the worker's use of the machine",
        other.name(),
        "   disk written  peak heap  peak RSS");
    Terminal.out().println(Terminal.dim("  " + other.what()));
    warmUp();
    for (Packing packing : Packing.values()) {
      Path qcow2 = disk.file(packing);
      List<ImportBench.Result> results = new ArrayList<>();
      Samples vitrine = new Samples("Vitrine");
      Samples reference = new Samples(other.name());
      for (int round = 0; round < rounds; round++) {
        ImportBench.Result result = imports.run(qcow2, Optional.of("raw"));
        results.add(result);
        vitrine.add(result.seconds());
        reference.add(other.way().run(qcow2));
      }
      row(packing, vitrine.median(), reference.median(), use(results));
    }
    Terminal.out().printf("  the worker may have %s of heap%n", imports.heapLimit());
  }

  /**
   * One small import of each kind: the first conversion of a process loads classes, and unpacks the
   * native library of zstd, about a MiB, to the temporary folder.
   */
  private void warmUp() throws IOException, InterruptedException {
    BenchDisk small = new BenchDisk(disk.folder().resolve("small"), SMALL_DISK, SMALL_DISK / 4);
    try {
      small.make();
      for (Packing packing : Packing.values()) {
        imports.run(small.file(packing), Optional.of("raw"));
        other.way().run(small.file(packing));
      }
    } finally {
      small.delete();
      Files.deleteIfExists(small.folder());
    }
  }

  /** The worst of all rounds. */
  private static String use(List<ImportBench.Result> results) {
    return String.format(
        Locale.ROOT,
        "   %12s %10s %9s",
        Terminal.bytes(worst(results, ImportBench.Result::written)),
        Terminal.bytes(worst(results, ImportBench.Result::heap)),
        Terminal.bytes(worst(results, ImportBench.Result::resident)));
  }

  private static long worst(
      List<ImportBench.Result> results, ToLongFunction<ImportBench.Result> of) {
    return results.stream().mapToLong(of).max().orElse(0);
  }

  private static void head(String title, String reference, String more) {
    Terminal.out().println(Terminal.bold(title));
    Terminal.out()
        .printf("  %-13s %10s %10s %10s %7s%s%n", "", "file", "Vitrine", reference, "ratio", more);
  }

  private void row(Packing packing, double ours, double theirs, String more) throws IOException {
    Terminal.out()
        .printf(
            Locale.ROOT,
            "  %-13s %10s %10.2f %10.2f %7.2f%s%n",
            packing,
            Terminal.bytes(Files.size(disk.file(packing))),
            ours,
            theirs,
            ours / theirs,
            more);
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static double seconds(Step step) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    step.run();
    return (System.nanoTime() - begin) / NANOS_PER_SECOND;
  }
}
