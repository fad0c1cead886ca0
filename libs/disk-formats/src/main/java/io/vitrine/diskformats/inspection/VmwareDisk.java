package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.Seen.require;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * VMDK in one file. The text descriptor inside can name other files, as extents or as a parent, and
 * a footer can replace the header: both are ways to make a reader open what the owner may not see.
 */
final class VmwareDisk {
  static final int HEAD_BYTES = 1 << 20;
  static final int TAIL_BYTES = 3 * 512;

  private static final int SECTOR = 512;
  private static final long DIRECTORY_AT_END = -1;
  private static final int FOOTER_MARKER = 3;
  private static final Set<String> SELF_CONTAINED = Set.of("monolithicsparse", "streamoptimized");
  private static final Pattern SETTING = Pattern.compile("[A-Za-z0-9_.]+\\s*=.*");
  private static final Pattern EXTENT =
      Pattern.compile("(RW|RDONLY|NOACCESS)\\s+\\d+\\s+(\\w+)\\s+\"([^\"]*)\".*");

  private VmwareDisk() {}

  static Inspection check(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    require(head.holds(0, "KDMV"), "vmdk: a descriptor without its data is not an image");
    require(head.has(0, SECTOR), "vmdk: the header is cut short");
    int version = head.littleInt(4);
    require(version >= 1 && version <= 3, "vmdk: version %d is not supported".formatted(version));
    require(head.littleLong(28) == 1, "vmdk: the descriptor is missing or misplaced");
    long sectors = head.littleLong(36);
    require(sectors > 0 && sectors <= HEAD_BYTES / SECTOR - 1, "vmdk: the descriptor is too long");
    int length = (int) sectors * SECTOR;
    require(head.has(SECTOR, length), "vmdk: the descriptor is cut short");
    checkDescriptor(head.copy(SECTOR, length));
    if (head.littleLong(56) == DIRECTORY_AT_END && seen.ended()) {
      checkFooter(head, seen.tail());
    }
    long capacity = head.littleLong(12);
    require(capacity >= 0 && capacity <= Long.MAX_VALUE / SECTOR, "vmdk: the capacity is not sane");
    return seen.accept(DiskFormat.VMDK, capacity * SECTOR);
  }

  private static void checkDescriptor(byte[] padded) throws DiskFormatException {
    String text = new String(padded, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    String descriptor = end < 0 ? text : text.substring(0, end);
    String createType = "";
    int extents = 0;
    for (String line : descriptor.lines().map(String::strip).toList()) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      var extent = EXTENT.matcher(line);
      if (extent.matches()) {
        checkExtent(extent.group(2), extent.group(3));
        extents++;
      } else {
        require(SETTING.matcher(line).matches(), "vmdk: the descriptor has an unknown line");
        int equals = line.indexOf('=');
        String key = line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String value =
            line.substring(equals + 1).strip().replace("\"", "").toLowerCase(Locale.ROOT);
        switch (key) {
          case "createtype" -> createType = value;
          case "parentfilenamehint" ->
              throw new DiskFormatException("vmdk: disks with a parent are not allowed");
          case "parentcid" ->
              require(value.equals("ffffffff"), "vmdk: disks with a parent are not allowed");
          default -> {
            // Geometry, adapter type, tool versions: nothing that a reader follows.
          }
        }
      }
    }
    require(
        SELF_CONTAINED.contains(createType),
        "vmdk: only monolithicSparse and streamOptimized are allowed");
    require(extents == 1, "vmdk: the descriptor names %d extents, not one".formatted(extents));
  }

  private static void checkExtent(String type, String file) throws DiskFormatException {
    require(type.equals("SPARSE"), "vmdk: extents of type %s are not allowed".formatted(type));
    require(
        !file.contains("/") && !file.contains("\\") && !file.contains(".."),
        "vmdk: an extent is named by a path");
  }

  private static void checkFooter(Head head, Head tail) throws DiskFormatException {
    int footer = SECTOR;
    int endMarker = 2 * SECTOR;
    require(
        tail.has(0, TAIL_BYTES)
            && tail.littleLong(0) == 1
            && tail.littleInt(8) == 0
            && tail.littleInt(12) == FOOTER_MARKER
            && Arrays.equals(tail.copy(endMarker, SECTOR), new byte[SECTOR]),
        "vmdk: the footer is missing: the image may be cut short");
    require(
        tail.holds(footer, head.copy(0, 8))
            && tail.holds(footer + 28, head.copy(28, 16))
            && tail.littleLong(footer + 56) != DIRECTORY_AT_END,
        "vmdk: the footer contradicts the header");
  }
}
