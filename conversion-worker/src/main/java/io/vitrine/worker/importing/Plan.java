package io.vitrine.worker.importing;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.conversion.Converter;
import io.vitrine.diskformats.conversion.OutputFormat;
import io.vitrine.diskformats.inspection.FormatInspector;
import io.vitrine.diskformats.inspection.Inspection;
import io.vitrine.diskformats.qcow2.Qcow2Image;
import io.vitrine.events.Blob;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** What is to be done with staged bytes, decided by what they are and not by what they claim. */
sealed interface Plan {

  /** They are what is wanted: the staged object itself becomes the image, no byte moves. */
  record Keep(Blob blob) implements Plan {}

  record Convert(DiskFormat from, OutputFormat to) implements Plan {}

  record Refuse(String reason) implements Plan {}

  /** Bytes for whoever unpacks the container: nothing here tells what disk they hold. */
  Inspection IN_A_CONTAINER =
      new Inspection.Accepted(DiskFormat.RAW, OptionalLong.empty(), 0, false);

  /**
   * Reads the few ranges that tell.
   *
   * @throws io.vitrine.diskformats.DiskFormatException if the image is damaged
   */
  static Plan of(ImportJob job, Blob staged, RandomAccessSource bytes) throws IOException {
    return switch (judge(FormatInspector.inspect(bytes), job)) {
      case Inspection.Refused refused -> new Refuse(refused.reason());
      case Inspection.ToConvert found ->
          wanted(job).equals(declared(job))
              ? new Refuse(cannotImport(found.reason()))
              : convert(declared(job), wanted(job));
      case Inspection.Accepted found -> of(job, staged, bytes, found);
    };
  }

  /** Whether such bytes may be imported as what the image declares; the reason is a sentence. */
  static Inspection judge(Inspection inspection, ImportJob job) {
    return job.isBare() ? judge(inspection, declared(job)) : IN_A_CONTAINER;
  }

  /** By now, the source has said what the image did not. */
  private static String declared(ImportJob job) {
    return Objects.requireNonNull(job.declaredFormat(), "the disk format is not known");
  }

  private static String wanted(ImportJob job) {
    return job.outputFormat() == null ? declared(job) : job.outputFormat();
  }

  /** The same for a bare disk. */
  static Inspection judge(Inspection inspection, String declared) {
    return switch (inspection) {
      case Inspection.Refused(String reason) -> new Inspection.Refused(cannotImport(reason));
      case Inspection.ToConvert found -> match(found, found.format(), declared);
      case Inspection.Accepted found -> match(found, found.format(), declared);
    };
  }

  private static Inspection match(Inspection found, DiskFormat format, String declared) {
    if (declared.equals(DiskFormat.RAW.wireName()) && !isPlainDisk(format)) {
      // An upload may call anything raw. An import must not: whoever boots the image later may
      // probe its format, and would follow what is inside.
      return new Inspection.Refused("The image is declared as raw but holds %s.".formatted(format));
    }
    Inspection matching = found.checkAgainst(declared);
    return matching instanceof Inspection.Refused
        ? new Inspection.Refused(
            "The image is declared as %s but its bytes are %s.".formatted(declared, format))
        : matching;
  }

  private static Plan of(
      ImportJob job, Blob staged, RandomAccessSource bytes, Inspection.Accepted found)
      throws IOException {
    String declared = declared(job);
    String wanted = wanted(job);
    if (found.format() == DiskFormat.QCOW2) {
      // Inspection looks at the header only; this checks that the tables are where it says.
      Qcow2Image.checkTables(bytes);
    }
    // An ISO image is a medium, and a container holds a disk: neither is a disk in some format.
    if (wanted.equals(declared) || found.format() == DiskFormat.ISO || !job.isBare()) {
      return new Keep(kept(staged, declared, found));
    }
    return convert(declared, wanted);
  }

  private static Plan convert(String declared, String wanted) {
    Optional<DiskFormat> from = DiskFormat.fromWireName(declared);
    Optional<OutputFormat> to = OutputFormat.fromWireName(wanted);
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
