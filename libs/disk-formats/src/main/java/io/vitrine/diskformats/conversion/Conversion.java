package io.vitrine.diskformats.conversion;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.diskformats.DiskWriter;
import io.vitrine.diskformats.GuestDisk;
import io.vitrine.diskformats.qcow2.DataMap;
import io.vitrine.diskformats.qcow2.Qcow2Writer;
import java.io.IOException;

/** A conversion that is ready to run, once: reading an image has a budget. */
public sealed interface Conversion {

  /** The disk's size as the guest sees it. */
  long virtualSize();

  /** Exactly how many bytes {@link #run} will write. */
  long outputSize();

  /**
   * Writes the whole output in order, from the calling thread; reading and decoding run ahead on
   * others. Memory stays bounded whatever the image's size.
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
    public long outputSize() {
      return disk.virtualSize();
    }

    @Override
    public void run(ByteSink sink, Progress progress) throws IOException, InterruptedException {
      copy(
          new GuestStream(disk, disk::readsAsZero),
          new RawWriter(outputSize(), sink),
          progress,
          0,
          virtualSize());
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
      return Qcow2Writer.virtualSize(map);
    }

    @Override
    public long outputSize() {
      return Qcow2Writer.outputSize(map);
    }

    @Override
    public void run(ByteSink sink, Progress progress) throws IOException, InterruptedException {
      copy(
          new GuestStream(disk, (from, length) -> !map.holdsData(from, length)),
          new Qcow2Writer(map, sink),
          progress,
          alreadyRead,
          alreadyRead + disk.virtualSize());
    }
  }

  private static void copy(
      GuestStream stream, DiskWriter writer, Progress progress, long before, long total)
      throws IOException, InterruptedException {
    writer.begin();
    GuestStream.Receiver receiver =
        new GuestStream.Receiver() {
          @Override
          public void data(long from, byte[] bytes, int length) throws IOException {
            writer.data(bytes, 0, length);
          }

          @Override
          public void zeros(long from, long length) throws IOException {
            writer.zeros(length);
          }
        };
    stream.forEachChunk(receiver, done -> progress.advanced(before + done, total));
  }
}
