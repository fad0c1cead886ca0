package io.vitrine.store.upload;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.inspection.FormatInspector;
import io.vitrine.diskformats.inspection.Inspection;
import java.util.OptionalLong;

/**
 * Looks at the bytes as they pass. Data that becomes an image at once is refused as early as its
 * first bytes allow; staged data is only described, since the import decides.
 */
final class FormatCheck {
  private static final String INSPECTED_CONTAINER = "bare";

  private final FormatInspector inspector = new FormatInspector();
  private final String declared;
  private final boolean refusing;
  private boolean decidedEarly;

  FormatCheck(Grant grant) {
    this.declared = grant.diskFormat().orElse(DiskFormat.RAW.wireName());
    this.refusing =
        grant.purpose() == Purpose.UPLOAD
            && grant.containerFormat().filter(INSPECTED_CONTAINER::equals).isPresent();
  }

  /** What the bytes are. */
  record Found(String diskFormat, OptionalLong virtualSize) {}

  void feed(byte[] bytes, int length) {
    inspector.feed(bytes, 0, length);
    if (refusing && !decidedEarly) {
      inspector
          .early(declared)
          .ifPresent(verdict -> {
            decidedEarly = true;
            refuse(verdict.checkAgainst(declared));
          });
    }
  }

  Found finish(long size) {
    Inspection verdict = inspector.finish(size);
    if (refusing) {
      verdict = verdict.checkAgainst(declared);
      refuse(verdict);
    }
    return switch (verdict) {
      case Inspection.Accepted accepted ->
          new Found(accepted.format().wireName(), accepted.virtualSize());
      case Inspection.ToConvert found -> new Found(found.format().wireName(), OptionalLong.empty());
      // Nobody may open it as anything but the bytes that it is.
      case Inspection.Refused _ -> new Found(declared, OptionalLong.empty());
    };
  }

  private static void refuse(Inspection verdict) {
    switch (verdict) {
      case Inspection.Accepted _ -> {
        // It may be kept.
      }
      case Inspection.ToConvert(_, String reason) ->
          throw new UploadProblem.FormatRefused(reason).asException();
      case Inspection.Refused(String reason) ->
          throw new UploadProblem.FormatRefused(reason).asException();
    }
  }
}
