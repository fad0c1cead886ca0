package io.vitrine.diskformats.qcow2;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.diskformats.DiskWriter;
import io.vitrine.diskformats.PlainChunk;
import io.vitrine.diskformats.Sectors;
import java.io.IOException;

/**
 * Writes a version 3 image, 64 KiB clusters, uncompressed, strictly front to back, so that its
 * digests can be computed on the way. That needs to know beforehand where the disk holds data.
 */
public final class Qcow2Writer implements DiskWriter<PlainChunk> {

  private final DataMap map;
  private final ByteSink sink;
  private final Qcow2Layout layout;
  private long guestOffset;

  public Qcow2Writer(DataMap map, ByteSink sink) {
    this.map = map;
    this.sink = sink;
    this.layout = Qcow2Layout.of(map);
  }

  /** The length of the image that a map gives, before there is a sink to write it to. */
  public static long outputSize(DataMap map) {
    return bytes(Qcow2Layout.of(map).total());
  }

  @Override
  public void begin() throws IOException {
    MetadataStream out = new MetadataStream(sink);
    writeHeader(out);
    writeRefcountTable(out);
    writeRefcounts(out);
    writeL1(out);
    writeL2(out);
  }

  private void writeHeader(MetadataStream out) throws IOException {
    new NewHeader(
            Sectors.whole(map.virtualSize()),
            Compression.DEFLATE,
            layout.l1Entries(),
            bytes(layout.l1At()),
            bytes(layout.refcountTableAt()),
            layout.refcountTable())
        .put(out.fields());
    out.flush();
  }

  private void writeRefcountTable(MetadataStream out) throws IOException {
    for (int block = 0; block < layout.refcountBlocks(); block++) {
      out.append(bytes(layout.refcountBlocksAt() + block));
    }
    out.pad();
  }

  private void writeRefcounts(MetadataStream out) throws IOException {
    for (long counted = 0; counted < layout.total(); counted++) {
      out.append((short) 1);
    }
    out.pad();
  }

  private void writeL1(MetadataStream out) throws IOException {
    long next = layout.l2At();
    for (int table = 0; table < layout.l1Entries(); table++) {
      out.append(Qcow2Layout.hasTable(map, table) ? bytes(next++) | NewHeader.COPIED : 0);
    }
    out.pad();
  }

  private void writeL2(MetadataStream out) throws IOException {
    long next = layout.dataAt();
    for (int table = 0; table < layout.l1Entries(); table++) {
      if (Qcow2Layout.hasTable(map, table)) {
        int first = table * Qcow2Layout.ENTRIES_PER_TABLE;
        for (int entry = 0; entry < Qcow2Layout.ENTRIES_PER_TABLE; entry++) {
          out.append(map.holdsData(first + entry) ? bytes(next++) | NewHeader.COPIED : 0);
        }
      }
    }
  }

  @Override
  public PlainChunk prepare(byte[] bytes, int length) {
    return new PlainChunk(bytes, length);
  }

  @Override
  public void data(PlainChunk chunk) throws IOException {
    requireClusterStart();
    int length = chunk.length();
    for (int done = 0; done < length; done += DataMap.CLUSTER) {
      int now = Math.min(DataMap.CLUSTER, length - done);
      if (map.holdsData(guestOffset, now)) {
        chunk.write(done, now, sink);
        sink.writeZeros(DataMap.CLUSTER - now);
      }
      guestOffset += now;
    }
  }

  @Override
  public void zeros(long count) {
    requireClusterStart();
    if (map.holdsData(guestOffset, count)) {
      throw new IllegalStateException("the map says data at " + guestOffset);
    }
    guestOffset += count;
  }

  private void requireClusterStart() {
    if (guestOffset % DataMap.CLUSTER != 0) {
      throw new IllegalStateException("only the disk's end may be a part of a cluster");
    }
  }

  private static long bytes(long clusters) {
    return clusters << DataMap.CLUSTER_BITS;
  }
}
