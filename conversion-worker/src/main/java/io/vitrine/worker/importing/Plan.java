package io.vitrine.worker.importing;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.inspection.FormatInspector;
import io.vitrine.diskformats.inspection.Inspection;
import io.vitrine.diskformats.qcow2.Qcow2Image;
import io.vitrine.events.Blob;
import java.io.IOException;
import java.util.Optional;

/** What is to be done with staged bytes, decided by what they are and not by what they claim. */
sealed interface Plan {

  /** They are what is wanted: the staged object itself becomes the image, no byte moves. */
  record Keep(Blob blob) implements Plan {}

  record Convert(DiskFormat from, DiskFormat to) implements Plan {}

  record Refuse(String reason) implements Plan {}

  /**
   * Reads the few ranges that tell.
   *
   * @throws io.vitrine.diskformats.DiskFormatException if the image is damaged
   */
  static Plan of(ImportJob job, RandomAccessSource staged) throws IOException {
    return switch (FormatInspector.inspect(staged)) {
      case Inspection.Refused refused -> new Refuse(cannotImport(refused.reason()));
      case Inspection.Accepted found -> of(job, staged, found);
    };
  }

  private static Plan of(ImportJob job, RandomAccessSource staged, Inspection.Accepted found)
      throws IOException {
    String declared = job.declaredFormat();
    if (declared.equals(DiskFormat.RAW.wireName()) && !isPlainDisk(found.format())) {
      // An upload may call anything raw. An import must not: whoever boots the image later may
      // probe its format, and would follow what is inside.
      return new Refuse("The image is declared as raw but holds %s.".formatted(found.format()));
    }
    return switch (found.checkAgainst(declared)) {
      case Inspection.Refused _ ->
          new Refuse(
              "The image is declared as %s but its bytes are %s."
                  .formatted(declared, found.format()));
      case Inspection.Accepted matching -> of(job, staged, declared, matching);
    };
  }

  private static Plan of(
      ImportJob job, RandomAccessSource staged, String declared, Inspection.Accepted found)
      throws IOException {
    String wanted = job.outputFormat() == null ? declared : job.outputFormat();
    if (found.format() == DiskFormat.QCOW2) {
      // Inspection looks at the header only; this checks that the tables are where it says.
      var _ = Qcow2Image.open(staged);
    }
    // An ISO image is a medium, not a disk in some format: it stays one.
    if (wanted.equals(declared) || found.format() == DiskFormat.ISO) {
      return new Keep(kept(job.source(), declared, found));
    }
    Optional<DiskFormat> from = DiskFormat.fromWireName(declared);
    Optional<DiskFormat> to = DiskFormat.fromWireName(wanted);
    return from.isPresent() && to.isPresent() && Converter.supports(from.get(), to.get())
        ? new Convert(from.get(), to.get())
        : new Refuse("Converting %s to %s is not supported.".formatted(declared, wanted));
  }

  private static Blob kept(Blob staged, String declared, Inspection.Accepted found) {
    return new Blob(
        staged.store(),
        staged.key(),
        staged.size(),
        staged.checksum(),
        staged.osHashAlgo(),
        staged.osHashValue(),
        declared,
        found.virtualSize().isPresent() ? (Long) found.virtualSize().getAsLong() : null);
  }

  /** A disk with a partition table, or without one. */
  private static boolean isPlainDisk(DiskFormat format) {
    return format == DiskFormat.RAW || format == DiskFormat.GPT;
  }

  /** A finding of the disk formats as a sentence for the image's owner. */
  static String cannotImport(String finding) {
    return "The image cannot be imported: %s.".formatted(finding);
  }
}
