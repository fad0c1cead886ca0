package io.vitrine.diskformats;

import java.util.Arrays;
import java.util.Optional;

/** The layouts that inspection can tell apart; the wire name is the API's {@code disk_format}. */
public enum DiskFormat {
  RAW("raw"),
  QCOW2("qcow2"),
  VHD("vhd"),
  VHDX("vhdx"),
  VMDK("vmdk"),
  VDI("vdi"),
  /** The expandable image of Parallels and Virtuozzo, whose tools of that name mount it. */
  PLOOP("ploop"),
  QED("qed"),
  ISO("iso"),
  LUKS("luks"),
  /** A partition table at the front, GPT or plain MBR. */
  GPT("gpt");

  private final String wireName;

  DiskFormat(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** Empty for names that have no inspector, such as {@code ami}. */
  public static Optional<DiskFormat> fromWireName(String name) {
    return Arrays.stream(values()).filter(format -> format.wireName.equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return wireName;
  }
}
