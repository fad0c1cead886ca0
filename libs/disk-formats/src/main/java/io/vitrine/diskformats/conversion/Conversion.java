package io.vitrine.diskformats.conversion;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.diskformats.DiskWriter;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.Sectors;
import io.vitrine.diskformats.qcow2.Compression;
import io.vitrine.diskformats.qcow2.DataMap;
import io.vitrine.diskformats.qcow2.PackedQcow2Writer;
import io.vitrine.diskformats.qcow2.Qcow2Writer;
import io.vitrine.diskformats.vmdk.VmdkWriter;
import java.io.IOException;
import java.util.OptionalLong;

/** A conversion that is ready to run, once: reading an image has a budget. */
public sealed interface Conversion {

  /** The output's size as the guest sees it. */
  long virtualSize();

  /**
   * Exactly how many bytes {@link #run} will write; empty if only packing them will tell. Then it
   * is for the sink to end it when they become too many.
   */
  default OptionalLong outputSize() {
    return OptionalLong.empty();
  }

  /**
   * Whether the first bytes come in order, too. Otherwise the sink is one that takes the head last,
   * and who wants the digests of the output has to read it.
   */
  default boolean isInOrder() {
    return true;
  }

  /**
   * Writes the whole output in order, from the calling thread; reading, decoding and packing run
   * ahead on others. Memory stays bounded whatever the image's size.
   *
   * @throws InterruptedException if the calling thread is interrupted: the way to cancel
   */
  void run(ByteSink sink, Progress progress) throws IOException, InterruptedException;

  /** Every byte of the disk. */
  record ToRaw(GuestDisk disk) implements Conversion {

    @Override
    public long virtualSize() {
      return disk.virtualSize();
    }

    @Override
    public OptionalLong outputSize() {
      return OptionalLong.of(disk.virtualSize());
    }

    @Override
    public void run(ByteSink sink, Progress progress) throws IOException, InterruptedException {
      write(disk, new RawWriter(sink), progress);
    }
  }

  /**
   * Only the clusters that hold data.
   *
   * @param alreadyRead guest bytes that finding the map has read
   */
  record ToQcow2(GuestDisk disk, DataMap map, long alreadyRead) implements Conversion {

    @Override
    public long virtualSize() {
      return Sectors.whole(disk.virtualSize());
    }

    @Override
    public OptionalLong outputSize() {
      return OptionalLong.of(Qcow2Writer.outputSize(map));
    }

    @Override
    public void run(ByteSink sink, Progress progress) throws IOException, InterruptedException {
      write(
          new GuestStream(disk, (from, length) -> !map.holdsData(from, length)),
          new Qcow2Writer(map, sink),
          progress,
          alreadyRead,
          alreadyRead + disk.virtualSize());
    }
  }

  /** Only the clusters that hold data, packed. */
  record ToPackedQcow2(GuestDisk disk, Compression compression) implements Conversion {

    @Override
    public long virtualSize() {
      return Sectors.whole(disk.virtualSize());
    }

    @Override
    public boolean isInOrder() {
      return false;
    }

    @Override
    public void run(ByteSink sink, Progress progress) throws IOException, InterruptedException {
      write(disk, new PackedQcow2Writer(disk.virtualSize(), compression, sink), progress);
    }
  }

  /** Only the grains that hold data, packed. */
  record ToVmdk(GuestDisk disk) implements Conversion {

    @Override
    public long virtualSize() {
      return Sectors.whole(disk.virtualSize());
    }

    @Override
    public void run(ByteSink sink, Progress progress) throws IOException, InterruptedException {
      write(disk, new VmdkWriter(disk.virtualSize(), sink), progress);
    }
  }

  private static void write(GuestDisk disk, DiskWriter<?> writer, Progress progress)
      throws IOException, InterruptedException {
    write(new GuestStream(disk, disk::readsAsZero), writer, progress, 0, disk.virtualSize());
  }

  private static void write(
      GuestStream stream, DiskWriter<?> writer, Progress progress, long before, long total)
      throws IOException, InterruptedException {
    try (writer) {
      writer.begin();
      stream.forEachChunk(writer, done -> progress.advanced(before + done, total));
      writer.end();
    }
  }
}
