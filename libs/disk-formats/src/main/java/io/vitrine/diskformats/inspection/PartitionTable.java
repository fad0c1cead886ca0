package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.Seen.require;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;

/** The partition table of a whole-disk image: a plain MBR, or the one that protects a GPT. */
final class PartitionTable {
  private static final int ENTRIES_AT = 446;
  private static final int ENTRY = 16;
  private static final int PROTECTS_GPT = 0xEE;

  private PartitionTable() {}

  static Inspection check(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    int used = 0;
    boolean protectsGpt = false;
    for (int index = 0; index < 4; index++) {
      int at = ENTRIES_AT + index * ENTRY;
      int bootFlag = head.unsignedByte(at);
      require(
          bootFlag == 0 || bootFlag == 0x80,
          "gpt: partition %d has an invalid boot flag".formatted(index));
      int type = head.unsignedByte(at + 4);
      if (type == PROTECTS_GPT) {
        require(index == 0, "gpt: the protective partition is not the first");
        require(
            head.unsignedByte(at + 1) == 0
                && head.unsignedByte(at + 2) == 2
                && head.unsignedByte(at + 3) == 0
                && head.littleInt(at + 8) == 1,
            "gpt: the protective partition starts in the wrong place");
        protectsGpt = true;
      }
      used += type == 0 ? 0 : 1;
    }
    require(used > 0, "gpt: the partition table has no partitions");
    require(!protectsGpt || used == 1, "gpt: the protective partition is not the only one");
    return seen.accept(DiskFormat.GPT, seen.length());
  }
}
