package io.vitrine.diskformats.conversion;

import io.vitrine.diskformats.DiskFormat;
import java.util.Arrays;
import java.util.Optional;

/** What can be written; the wire name is the API's {@code output_format}. */
public enum OutputFormat {
  RAW("raw", DiskFormat.RAW),
  /** Clusters as they are. */
  QCOW2("qcow2", DiskFormat.QCOW2),
  QCOW2_ZLIB("qcow2-zlib", DiskFormat.QCOW2),
  QCOW2_ZSTD("qcow2-zstd", DiskFormat.QCOW2),
  /** {@code streamOptimized}. */
  VMDK("vmdk", DiskFormat.VMDK);

  private final String wireName;
  private final DiskFormat diskFormat;

  OutputFormat(String wireName, DiskFormat diskFormat) {
    this.wireName = wireName;
    this.diskFormat = diskFormat;
  }

  public String wireName() {
    return wireName;
  }

  /** What the output is, for whoever reads it. */
  public DiskFormat diskFormat() {
    return diskFormat;
  }

  public static Optional<OutputFormat> fromWireName(String name) {
    return Arrays.stream(values()).filter(format -> format.wireName.equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return wireName;
  }
}
