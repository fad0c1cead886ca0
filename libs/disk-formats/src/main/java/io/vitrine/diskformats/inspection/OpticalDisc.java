package io.vitrine.diskformats.inspection;

import java.util.OptionalLong;
import java.util.Set;

/**
 * ISO 9660 and UDF. Both begin, behind 32 KiB for boot code, with descriptors of 2 KiB each, in
 * which a disc of both kinds has both names.
 */
final class OpticalDisc {
  private static final int DESCRIPTORS_AT = 32 * 1024;
  private static final int DESCRIPTOR = 2048;
  private static final int NAME_AT = 1;
  private static final int PRIMARY = 1;

  private static final String ISO_9660 = "CD001";
  private static final Set<String> UDF = Set.of("NSR02", "NSR03");

  /** The names that may stand before, between and behind those two. */
  private static final Set<String> OTHERS = Set.of("BEA01", "BOOT2", "CDW02", "TEA01");

  private OpticalDisc() {}

  static boolean isOne(Head head) {
    for (int at = DESCRIPTORS_AT; head.has(at + NAME_AT, ISO_9660.length()); at += DESCRIPTOR) {
      String name = name(head, at);
      if (name.equals(ISO_9660) || UDF.contains(name)) {
        return true;
      }
      if (!OTHERS.contains(name)) {
        return false;
      }
    }
    return false;
  }

  /** Of the volume, as the first primary descriptor tells; UDF alone has none. */
  static OptionalLong size(Head head) {
    for (int at = DESCRIPTORS_AT; head.has(at, DESCRIPTOR); at += DESCRIPTOR) {
      String name = name(head, at);
      if (name.equals(ISO_9660) && head.unsignedByte(at) == PRIMARY) {
        return OptionalLong.of(head.unsignedLittleInt(at + 80) * head.littleShort(at + 128));
      }
      if (!name.equals(ISO_9660) && !UDF.contains(name) && !OTHERS.contains(name)) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  private static String name(Head head, int at) {
    return head.ascii(at + NAME_AT, ISO_9660.length());
  }
}
