package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.Seen.require;

import io.vitrine.diskformats.DiskFormatException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text in a VMDK, or beside the files of one. Some readers do not parse it, but search it for a
 * name and take what follows, in a comment too; so a word that names another file is refused
 * wherever it stands.
 */
final class VmwareDescriptor {
  private static final String TITLE = "# disk descriptorfile";
  private static final int FRONT = 512;

  private static final Set<String> SELF_CONTAINED = Set.of("monolithicsparse", "streamoptimized");
  private static final Pattern SETTING = Pattern.compile("[A-Za-z0-9_.]+\\s*=.*");
  private static final Pattern EXTENT =
      Pattern.compile("(RW|RDONLY|NOACCESS)\\s+\\d+\\s+(\\w+)\\s+\"([^\"]*)\".*");
  private static final Pattern CREATE_TYPE =
      Pattern.compile("createType\\s*=\\s*\"?([a-z0-9]{1,40})\\b", Pattern.CASE_INSENSITIVE);

  /** What a reader's probing takes for a descriptor: comments, then the version. */
  private static final Pattern PROBED =
      Pattern.compile("(?:[ \\t]*(?:#[^\\n]*)?\\r?\\n)*+[ \\t]*version=[123]\\r?\\n");

  private VmwareDescriptor() {}

  /** Whether an image is a descriptor and nothing else, by its first bytes. */
  static boolean isOne(Head head) {
    String front = head.ascii(0, Math.min(FRONT, head.length()));
    if (front.toLowerCase(Locale.ROOT).startsWith(TITLE) || PROBED.matcher(front).lookingAt()) {
      return true;
    }
    return !front.isEmpty()
        && front.chars().allMatch(VmwareDescriptor::isText)
        && head.ascii(0, head.length()).toLowerCase(Locale.ROOT).contains("createtype=\"");
  }

  private static boolean isText(int character) {
    return (character >= ' ' && character < 0x7f) || (character >= '\t' && character <= '\r');
  }

  /**
   * The kind of disk, such as {@code vmfsSparse}, for people to read.
   *
   * @return also if the text has none
   */
  static String createType(String text) {
    Matcher found = CREATE_TYPE.matcher(text);
    return found.find() ? found.group(1) : "unknown";
  }

  /**
   * Refuses the descriptor of a disk that is not all in its one file.
   *
   * @param area what is kept for the text, which ends at the first NUL
   */
  static void check(String area) throws DiskFormatException {
    require(
        !area.toLowerCase(Locale.ROOT).contains("parentfilenamehint"),
        "vmdk: disks with a parent are not allowed");
    int end = area.indexOf('\0');
    String text = end < 0 ? area : area.substring(0, end);
    String createType = createType(text);
    require(
        SELF_CONTAINED.contains(createType.toLowerCase(Locale.ROOT)),
        "vmdk: disks of type %s are not allowed, only monolithicSparse and streamOptimized"
            .formatted(createType));
    String lower = text.toLowerCase(Locale.ROOT);
    require(
        lower.indexOf("createtype") == lower.lastIndexOf("createtype"),
        "vmdk: the descriptor has two types");
    int extents = 0;
    for (Iterator<String> lines = text.lines().iterator(); lines.hasNext(); ) {
      String line = lines.next().strip();
      Matcher extent = EXTENT.matcher(line);
      if (extent.matches()) {
        checkExtent(extent.group(2), extent.group(3));
        extents++;
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        require(SETTING.matcher(line).matches(), "vmdk: the descriptor has an unknown line");
        checkSetting(line);
      }
    }
    require(extents == 1, "vmdk: the descriptor names %d extents, not one".formatted(extents));
  }

  private static void checkSetting(String line) throws DiskFormatException {
    int equals = line.indexOf('=');
    if (line.substring(0, equals).strip().equalsIgnoreCase("parentCID")) {
      require(
          line.substring(equals + 1).strip().replace("\"", "").equalsIgnoreCase("ffffffff"),
          "vmdk: disks with a parent are not allowed");
    }
  }

  private static void checkExtent(String type, String file) throws DiskFormatException {
    require(type.equals("SPARSE"), "vmdk: extents of type %s are not allowed".formatted(type));
    require(
        !file.contains("/") && !file.contains("\\") && !file.contains(".."),
        "vmdk: an extent is named by a path");
  }
}
