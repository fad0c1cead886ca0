package io.vitrine.diskformats.inspection;

import io.vitrine.diskformats.DiskFormat;
import java.util.OptionalLong;

/** What an image's bytes turned out to be. */
public sealed interface Inspection {

  /**
   * Safe to keep.
   *
   * @param virtualSize the disk's size as the guest sees it, where the format tells
   * @param length the image's length in bytes, or what has been seen of it so far
   * @param hybrid an ISO image that is a partitioned disk as well
   */
  record Accepted(DiskFormat format, OptionalLong virtualSize, long length, boolean hybrid)
      implements Inspection {

    private Inspection match(String declared) {
      if (declared.equals(format.wireName())) {
        return this;
      }
      if (declared.equals(DiskFormat.RAW.wireName())) {
        return hybrid
            ? new Refused("the image is declared as raw, but it is several formats at once")
            : new Accepted(DiskFormat.RAW, OptionalLong.of(length), length, false);
      }
      boolean hasInspector = DiskFormat.fromWireName(declared).isPresent();
      if (!hasInspector && format == DiskFormat.RAW) {
        return this;
      }
      return new Refused(
          format == DiskFormat.RAW
              ? "the image is declared as %s, but its bytes are not".formatted(declared)
              : "the image is declared as %s, but its bytes are %s".formatted(declared, format));
    }
  }

  /**
   * Not to be kept as it is, since a reader may see another disk in it than was judged; a
   * conversion judges what it reads.
   *
   * @param reason fit for the image's owner
   */
  record ToConvert(DiskFormat format, String reason) implements Inspection {}

  /**
   * Not to be kept.
   *
   * @param reason fit for the image's owner
   */
  record Refused(String reason) implements Inspection {}

  /**
   * Whether an image declared as such may hold these bytes, by the rules of the Image API. Anything
   * may be kept as raw, which says that nobody is to look inside; it must be safe all the same.
   *
   * @param declared a {@code disk_format}, also one that has no inspector, such as {@code ami}
   */
  default Inspection checkAgainst(String declared) {
    return switch (this) {
      case Refused refused -> refused;
      case ToConvert found ->
          declared.equals(found.format.wireName()) ? found : new Refused(found.reason);
      case Accepted accepted -> accepted.match(declared);
    };
  }
}
