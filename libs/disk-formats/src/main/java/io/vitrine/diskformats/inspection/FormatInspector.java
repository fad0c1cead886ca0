package io.vitrine.diskformats.inspection;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.RandomAccessSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Watches an image flow past and says what it is. Keeps its first 64 KiB (1 MiB for formats that
 * tell more further back), 128 KiB where a VHDX tells its size, and its last sectors, whatever its
 * length. For one thread.
 */
public final class FormatInspector {
  private static final int USUAL_HEAD = 64 * 1024;
  private static final int LONG_HEAD = VmwareDisk.HEAD_BYTES;
  private static final int FIRST_SECTOR = 512;
  private static final Set<DiskFormat> HYBRID = EnumSet.of(DiskFormat.ISO, DiskFormat.GPT);

  /** What the bytes of a guest look like, and so the front of a fixed VHD. */
  private static final Set<DiskFormat> PLAIN_DISKS = EnumSet.of(DiskFormat.RAW, DiskFormat.GPT);

  private Window head = new Window(0, USUAL_HEAD);
  private Window metadata = new Window(0, 0);
  private Window tail = new Window(0, VmwareDisk.TAIL_BYTES);
  private long position;
  private @Nullable Inspection early;

  /** Inspects an image that is at rest, by its first bytes and the few others that matter. */
  public static Inspection inspect(RandomAccessSource source) throws IOException {
    FormatInspector inspector = new FormatInspector();
    inspector.look(source, 0, LONG_HEAD);
    inspector.look(source, inspector.metadata.start(), inspector.metadata.capacity());
    inspector.tail = new Window(0, VmwareDisk.TAIL_BYTES);
    inspector.look(
        source, Math.max(0, source.size() - VmwareDisk.TAIL_BYTES), VmwareDisk.TAIL_BYTES);
    return inspector.finish(source.size());
  }

  /**
   * For whoever is about to read an image as a disk of that format.
   *
   * @throws DiskFormatException if it is not one, or not one to be kept
   */
  public static void require(DiskFormat format, RandomAccessSource source) throws IOException {
    if (inspect(source).checkAgainst(format.wireName()) instanceof Inspection.Refused(var reason)) {
      throw new DiskFormatException(reason);
    }
  }

  private void look(RandomAccessSource source, long from, int atMost) throws IOException {
    byte[] bytes = new byte[Math.clamp(source.size() - from, 0, atMost)];
    if (bytes.length > 0) {
      source.readFully(from, bytes, 0, bytes.length);
      position = from;
      feed(bytes, 0, bytes.length);
    }
  }

  /** The bytes that follow those fed before. */
  public void feed(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    feed(copy, 0, copy.length);
  }

  /** The bytes that follow those fed before. */
  public void feed(byte[] bytes, int offset, int length) {
    if (!head.isFull()) {
      fillHead(bytes, offset, length);
    }
    metadata.offer(position, bytes, offset, length);
    tail.keepLast(bytes, offset, length);
    position += length;
  }

  private void fillHead(byte[] bytes, int offset, int length) {
    head.offer(position, bytes, offset, length);
    if (head.capacity() == USUAL_HEAD
        && head.length() >= FIRST_SECTOR
        && Signatures.tellMoreFurtherBack(head.asHead())) {
      head = head.enlarged(LONG_HEAD);
      head.offer(position, bytes, offset, length);
    }
    if (head.isFull()) {
      metadata = metadataWindow();
    }
  }

  private Window metadataWindow() {
    if (Signatures.of(head.asHead()).contains(DiskFormat.VHDX)) {
      try {
        return new Window(HyperVDisk.metadataRegion(seen(false)), HyperVDisk.METADATA_BYTES);
      } catch (DiskFormatException _) {
        // The verdict says so.
      }
    }
    return metadata;
  }

  /**
   * The verdict as far as the first bytes tell, once there are enough of them. Refused is final, so
   * the upload may be broken off; Accepted may still become Refused when the end is known.
   *
   * @param declared the {@code disk_format} that the bytes should have. Of a {@code vhd} that looks
   *     like a plain disk so far there is no early verdict: a fixed one tells by its end only.
   */
  public Optional<Inspection> early(String declared) {
    if (early == null && head.isFull() && metadata.isFull()) {
      early = verdict(seen(false));
    }
    return Optional.ofNullable(early)
        .filter(verdict -> !(declared.equals(DiskFormat.VHD.wireName()) && isPlainDisk(verdict)));
  }

  private static boolean isPlainDisk(Inspection verdict) {
    return verdict instanceof Inspection.Accepted found && PLAIN_DISKS.contains(found.format());
  }

  /**
   * The verdict on the whole image.
   *
   * @param totalLength its length, all of which has been fed
   */
  public Inspection finish(long totalLength) {
    if (totalLength != position) {
      throw new IllegalArgumentException(
          "the image has %d bytes, but %d were fed".formatted(totalLength, position));
    }
    return verdict(seen(true));
  }

  private Seen seen(boolean ended) {
    return new Seen(head.asHead(), metadata.asHead(), tail.asHead(), position, ended);
  }

  private static Inspection verdict(Seen seen) {
    Set<DiskFormat> found = Signatures.of(seen.head());
    try {
      if (found.equals(HYBRID)) {
        return new Inspection.Accepted(
            DiskFormat.ISO, OpticalDisc.size(seen.head()), seen.length(), true);
      }
      if (found.size() > 1) {
        return new Inspection.Refused(
            "the image is several formats at once: "
                + found.stream().map(DiskFormat::wireName).collect(Collectors.joining(", ")));
      }
      DiskFormat format = found.isEmpty() ? DiskFormat.RAW : found.iterator().next();
      Inspection byFront = check(format, seen);
      return PLAIN_DISKS.contains(format) && seen.ended() && VirtualPcDisk.hasFooter(seen.tail())
          ? VirtualPcDisk.checkFixed(seen)
          : byFront;
    } catch (DiskFormatException e) {
      return new Inspection.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static Inspection check(DiskFormat format, Seen seen) throws DiskFormatException {
    return switch (format) {
      case RAW -> seen.accept(DiskFormat.RAW, seen.length());
      case QCOW2 -> QemuDisk.check(seen);
      case VHD -> VirtualPcDisk.checkDynamic(seen);
      case VHDX -> HyperVDisk.check(seen);
      case VMDK -> VmwareDisk.check(seen);
      case VDI -> VirtualBoxDisk.check(seen);
      case PLOOP -> ParallelsDisk.check(seen);
      // It may have a backing file, and has hardly a reader left.
      case QED -> throw new DiskFormatException("qed: this format is not allowed");
      case ISO ->
          new Inspection.Accepted(
              DiskFormat.ISO, OpticalDisc.size(seen.head()), seen.length(), false);
      case LUKS -> LuksDisk.check(seen);
      case GPT -> PartitionTable.check(seen);
    };
  }
}
