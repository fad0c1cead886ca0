package io.vitrine.local.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names a format as the Image API and qemu-img do, from the first bytes and not from the name. */
public enum DiskImageFormat {
  QCOW2("qcow2", "QFI\u00fb"),
  VMDK("vmdk", "KDMV"),
  VHDX("vhdx", "vhdxfile"),
  VDI("vdi", "<<< "),
  RAW("raw", "");

  private static final int LONGEST_MAGIC = 8;

  private final String id;
  private final String magic;

  DiskImageFormat(String id, String magic) {
    this.id = id;
    this.magic = magic;
  }

  public String id() {
    return id;
  }

  public static DiskImageFormat of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(LONGEST_MAGIC));
    }
  }

  static DiskImageFormat of(byte[] beginning) {
    String text = new String(beginning, StandardCharsets.ISO_8859_1);
    for (DiskImageFormat format : values()) {
      if (text.startsWith(format.magic)) {
        return format;
      }
    }
    return RAW;
  }
}
