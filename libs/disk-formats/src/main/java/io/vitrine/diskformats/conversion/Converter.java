package io.vitrine.diskformats.conversion;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.RawDisk;
import io.vitrine.diskformats.ploop.PloopImage;
import io.vitrine.diskformats.qcow2.Compression;
import io.vitrine.diskformats.qcow2.DataMap;
import io.vitrine.diskformats.qcow2.Qcow2Image;
import io.vitrine.diskformats.vdi.VdiImage;
import io.vitrine.diskformats.vhd.VhdImage;
import io.vitrine.diskformats.vhdx.VhdxImage;
import io.vitrine.diskformats.vhdx.VhdxLog;
import io.vitrine.diskformats.vmdk.VmdkImage;
import java.io.IOException;
import java.util.Set;

/** Converts images in two steps, so that the size is known before there is a place to write to. */
public final class Converter {
  private static final Set<DiskFormat> SOURCES =
      Set.of(
          DiskFormat.RAW,
          DiskFormat.GPT,
          DiskFormat.QCOW2,
          DiskFormat.VMDK,
          DiskFormat.VDI,
          DiskFormat.PLOOP,
          DiskFormat.VHD,
          DiskFormat.VHDX);

  private Converter() {}

  /** Anything that can be read, to anything. */
  public static boolean supports(DiskFormat from, OutputFormat to) {
    return SOURCES.contains(from);
  }

  /**
   * Checks the source, and finds out what the output will be. A raw source is read once for a plain
   * qcow2 output (where are its zeros?), and so is a fixed vhd; all others only tell by their
   * tables.
   *
   * @throws DiskFormatException if the source is refused or damaged
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static Conversion prepare(
      RandomAccessSource source, DiskFormat from, OutputFormat to, Progress progress)
      throws IOException, InterruptedException {
    if (!supports(from, to)) {
      throw new DiskFormatException("converting %s to %s is not supported".formatted(from, to));
    }
    GuestDisk disk = open(source, from);
    return switch (to) {
      case RAW -> new Conversion.ToRaw(disk);
      case QCOW2 ->
          disk instanceof RawDisk
              ? new Conversion.ToQcow2(disk, mapByData(disk, progress), disk.virtualSize())
              : new Conversion.ToQcow2(disk, mapByTables(disk), 0);
      case QCOW2_ZLIB -> new Conversion.ToPackedQcow2(disk, Compression.DEFLATE);
      case QCOW2_ZSTD -> new Conversion.ToPackedQcow2(disk, Compression.ZSTD);
      case VMDK -> new Conversion.ToVmdk(disk);
    };
  }

  private static GuestDisk open(RandomAccessSource source, DiskFormat format) throws IOException {
    return switch (format) {
      case RAW, GPT -> new RawDisk(source);
      case QCOW2 -> Qcow2Image.open(new MeteredSource(source));
      case VMDK -> VmdkImage.open(new MeteredSource(source));
      case VDI -> VdiImage.open(new MeteredSource(source));
      case PLOOP -> PloopImage.open(new MeteredSource(source));
      case VHD -> VhdImage.open(new MeteredSource(source));
      case VHDX -> VhdxImage.open(new MeteredSource(VhdxLog.replay(source)));
      case QED, ISO, LUKS ->
          throw new IllegalArgumentException(format + " is not a source of conversions");
    };
  }

  /** Both steps at once, for a sink that need not know the size. */
  public static void convert(
      RandomAccessSource source, DiskFormat from, OutputFormat to, ByteSink sink, Progress progress)
      throws IOException, InterruptedException {
    prepare(source, from, to, progress).run(sink, progress);
  }

  private static DataMap mapByTables(GuestDisk disk) throws IOException, InterruptedException {
    long size = disk.virtualSize();
    DataMap map = new DataMap(size);
    for (long from = 0; from < size; from += GuestStream.CHUNK) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the conversion was cancelled");
      }
      long length = Math.min(GuestStream.CHUNK, size - from);
      if (!disk.readsAsZero(from, length)) {
        map.mark(from, length, (at, part) -> !disk.readsAsZero(at, part));
      }
    }
    return map;
  }

  private static DataMap mapByData(GuestDisk disk, Progress progress)
      throws IOException, InterruptedException {
    DataMap map = new DataMap(disk.virtualSize());
    new GuestStream(disk, disk::readsAsZero)
        .forEachChunk(new DataFinder(map), done -> progress.advanced(done, 2 * disk.virtualSize()));
    return map;
  }
}
