package io.vitrine.diskformats.inspection;

import static io.vitrine.diskformats.inspection.Seen.require;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.RandomAccessSource;
import io.vitrine.diskformats.qcow2.Qcow2Header;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Watches an image flow past and says what it is. Keeps its first 64 KiB (1 MiB for formats that
 * tell more further back) and its last sectors, whatever its length. For one thread.
 */
public final class FormatInspector {
  private static final int USUAL_HEAD = 64 * 1024;
  private static final int LONG_HEAD = VmwareDisk.HEAD_BYTES;
  private static final int FIRST_SECTOR = 512;
  private static final Set<DiskFormat> HYBRID = EnumSet.of(DiskFormat.ISO, DiskFormat.GPT);

  private final Window tail = new Window(0, VmwareDisk.TAIL_BYTES);
  private Window head = new Window(0, USUAL_HEAD);
  private Window metadata = new Window(0, 0);
  private long position;

  /** Inspects an image that is at rest, by its first bytes and the few others that matter. */
  public static Inspection inspect(RandomAccessSource source) throws IOException {
    FormatInspector inspector = new FormatInspector();
    inspector.look(source, 0, LONG_HEAD);
    inspector.look(source, inspector.metadata.start(), inspector.metadata.capacity());
    inspector.look(
        source, Math.max(0, source.size() - VmwareDisk.TAIL_BYTES), VmwareDisk.TAIL_BYTES);
    return inspector.finish(source.size());
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
    if (head.capacity() == USUAL_HEAD && head.length() >= FIRST_SECTOR && tellsMoreFurtherBack()) {
      head = head.enlarged(LONG_HEAD);
      head.offer(position, bytes, offset, length);
    }
    if (head.isFull()) {
      metadata = metadataWindow();
    }
  }

  private boolean tellsMoreFurtherBack() {
    Set<DiskFormat> found = Signatures.of(head.asHead());
    return found.contains(DiskFormat.VMDK) || found.contains(DiskFormat.VHDX);
  }

  private Window metadataWindow() {
    if (Signatures.of(head.asHead()).contains(DiskFormat.VHDX)) {
      try {
        return new Window(HyperVDisk.metadataRegion(head.asHead()), HyperVDisk.METADATA_BYTES);
      } catch (DiskFormatException _) {
        // The verdict says so.
      }
    }
    return metadata;
  }

  /**
   * The verdict as far as the first bytes tell, once there are enough of them. Refused is final, so
   * the upload may be broken off; Accepted may still become Refused when the length is known.
   */
  public Optional<Inspection> early() {
    return head.isFull() ? Optional.of(verdict(false)) : Optional.empty();
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
    return verdict(true);
  }

  private Inspection verdict(boolean ended) {
    Seen seen = new Seen(head.asHead(), metadata.asHead(), tail.asHead(), position, ended);
    Set<DiskFormat> found = Signatures.of(seen.head());
    try {
      if (found.equals(HYBRID)) {
        return new Inspection.Accepted(DiskFormat.ISO, isoSize(seen.head()), position, true);
      }
      if (found.size() > 1) {
        return new Inspection.Refused(
            "the image is several formats at once: "
                + found.stream().map(DiskFormat::wireName).collect(Collectors.joining(", ")));
      }
      return check(found.isEmpty() ? DiskFormat.RAW : found.iterator().next(), seen);
    } catch (DiskFormatException e) {
      return new Inspection.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static Inspection check(DiskFormat format, Seen seen) throws DiskFormatException {
    return switch (format) {
      case RAW -> seen.accept(DiskFormat.RAW, seen.length());
      case QCOW2 -> qcow2(seen);
      case VHD -> VirtualPcDisk.check(seen);
      case VHDX -> HyperVDisk.check(seen);
      case VMDK -> VmwareDisk.check(seen);
      case VDI -> vdi(seen);
      case QED -> throw new DiskFormatException("qed: this format is not allowed");
      case ISO ->
          new Inspection.Accepted(DiskFormat.ISO, isoSize(seen.head()), seen.length(), false);
      case LUKS -> luks(seen);
      case GPT -> PartitionTable.check(seen);
    };
  }

  private static Inspection qcow2(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    int length = Math.min(head.length(), Qcow2Header.HEAD_BYTES);
    Qcow2Header header = Qcow2Header.parse(head.copy(0, length), length);
    if (seen.ended()) {
      header.checkFits(seen.length());
    }
    return seen.accept(DiskFormat.QCOW2, header.virtualSize());
  }

  private static Inspection vdi(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    require(head.has(0, FIRST_SECTOR), "vdi: the header is cut short");
    int type = head.littleInt(0x4c);
    require(type == 1 || type == 2, "vdi: image type %d is not allowed".formatted(type));
    byte[] nobody = new byte[16];
    require(
        head.holds(0x1a8, nobody) && head.holds(0x1b8, nobody),
        "vdi: disks with a parent are not allowed");
    return seen.accept(DiskFormat.VDI, head.littleLong(0x170));
  }

  private static OptionalLong isoSize(Head head) {
    int descriptor = Signatures.ISO_DESCRIPTOR;
    if (!head.holds(descriptor + 1, "CD001") || !head.has(descriptor, 2048)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        Integer.toUnsignedLong(head.littleInt(descriptor + 80))
            * head.littleShort(descriptor + 128));
  }

  private static Inspection luks(Seen seen) throws DiskFormatException {
    Head head = seen.head();
    require(head.has(0, FIRST_SECTOR), "luks: the header is cut short");
    int version = head.bigShort(6);
    require(version == 1, "luks: version %d is not supported".formatted(version));
    if (!seen.ended()) {
      return seen.accept(DiskFormat.LUKS);
    }
    long payload = Integer.toUnsignedLong(head.bigInt(104)) * FIRST_SECTOR;
    require(payload <= seen.length(), "luks: the image is cut short");
    return seen.accept(DiskFormat.LUKS, seen.length() - payload);
  }
}
