package io.vitrine.diskformats.qcow2;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.diskformats.CountedSink;
import io.vitrine.diskformats.DiskFormatException;
import io.vitrine.diskformats.DiskWriter;
import io.vitrine.diskformats.Sectors;
import io.vitrine.diskformats.deflate.DeflateEncoder;
import io.vitrine.diskformats.deflate.Wrapping;
import io.vitrine.diskformats.packing.PackedBlocks;
import io.vitrine.diskformats.packing.Packing;
import io.vitrine.diskformats.packing.ZstdEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes a version 3 image with packed clusters in one pass: every table comes behind what it is
 * about, and the header, which names the last ones, is put at the front when all is written.
 *
 * <pre>
 * header | clusters of 512 MiB of the disk, their L2 table | … | L1 table | refcounts, their table
 *                        refcounts of each 2 GiB of the image somewhere between ▲
 * </pre>
 *
 * <p>Packed clusters lie without a gap. One that would not become smaller is stored as it is, at
 * the beginning of a cluster of the image. Memory is the L1 table's (256 KiB at most), a few tables
 * and the chunks being packed.
 */
public final class PackedQcow2Writer implements DiskWriter<PackedBlocks> {
  private static final long PACKED = 1L << 62;

  /** For clusters of 64 KiB: below are the bits of the offset. */
  private static final int SECTORS_SHIFT = 54;

  private final long virtualSize;
  private final Compression compression;
  private final CountedSink out;
  private final Packing packing;
  private final NewRefcounts refcounts;
  private final MetadataStream tables;
  private final long[] l1;
  private final long[] l2 = new long[Qcow2Layout.ENTRIES_PER_TABLE];
  private boolean l2HoldsData;

  /** Of the disk, the number of the next one. */
  private long cluster;

  /**
   * @param virtualSize what {@link #prepare} gets in all; the image's is rounded up to sectors
   * @param sink one that takes the head last
   * @throws DiskFormatException if the disk is too large to be written
   */
  public PackedQcow2Writer(long virtualSize, Compression compression, ByteSink sink)
      throws DiskFormatException {
    DataMap.requireWritable(virtualSize);
    this.virtualSize = virtualSize;
    this.compression = compression;
    this.out = new CountedSink(sink);
    this.packing =
        new Packing(
            switch (compression) {
              // QEMU writes deflate with a window of 4 KiB. This one's is 32 KiB, which no reader
              // minds that unpacks a cluster at once: it looks back into what it has unpacked.
              case DEFLATE -> () -> DeflateEncoder.of(Wrapping.BARE);
              case ZSTD -> ZstdEncoder::new;
            });
    this.refcounts = new NewRefcounts(out);
    this.tables = new MetadataStream(out);
    long clusters = Math.ceilDiv(virtualSize, (long) DataMap.CLUSTER);
    this.l1 = new long[(int) Math.ceilDiv(clusters, (long) l2.length)];
  }

  @Override
  public void begin() throws IOException {
    out.reserveHead(DataMap.CLUSTER);
    refcounts.use(0, DataMap.CLUSTER);
  }

  @Override
  public PackedBlocks prepare(byte[] bytes, int length) {
    return packing.pack(bytes, length);
  }

  @Override
  public void data(PackedBlocks chunk) throws IOException {
    for (int block = 0; block < chunk.count(); block++) {
      if (chunk.isZero(block)) {
        skip(1);
      } else if (chunk.packedLength(block) < DataMap.CLUSTER) {
        long at = out.position();
        chunk.writePacked(block, out);
        enter(packedEntry(at, out.position()));
      } else {
        out.align(DataMap.CLUSTER);
        long at = out.position();
        chunk.writePlain(block, out);
        refcounts.use(at, out.position());
        enter(at | NewHeader.COPIED);
      }
    }
    packing.done(chunk);
  }

  /** The length is told by the sectors of the image that a packed cluster touches. */
  private long packedEntry(long from, long to) {
    long more = (to - 1) / Sectors.SIZE - from / Sectors.SIZE;
    refcounts.use(from, Sectors.whole(to));
    return PACKED | more << SECTORS_SHIFT | from;
  }

  @Override
  public void zeros(long count) throws IOException {
    skip(Math.ceilDiv(count, (long) DataMap.CLUSTER));
  }

  private void skip(long clusters) throws IOException {
    for (long left = clusters; left > 0; ) {
      long now = Math.min(left, l2.length - cluster % l2.length);
      advance(now);
      left -= now;
    }
  }

  private void enter(long entry) throws IOException {
    l2[(int) (cluster % l2.length)] = entry;
    l2HoldsData = true;
    advance(1);
  }

  /** Goes to the end of the table at most. */
  private void advance(long clusters) throws IOException {
    long table = cluster / l2.length;
    cluster += clusters;
    if (cluster / l2.length > table) {
      writeL2((int) table);
    }
  }

  private void writeL2(int table) throws IOException {
    if (l2HoldsData) {
      l1[table] = write(l2) | NewHeader.COPIED;
      Arrays.fill(l2, 0);
      l2HoldsData = false;
      refcounts.writeWhatIsDone();
    }
  }

  /**
   * Writes a table.
   *
   * @return where it is
   */
  private long write(long[] table) throws IOException {
    out.align(DataMap.CLUSTER);
    long at = out.position();
    for (long entry : table) {
      tables.append(entry);
    }
    tables.pad();
    refcounts.use(at, out.position());
    return at;
  }

  @Override
  public void end() throws IOException {
    if (cluster % l2.length > 0) {
      writeL2((int) (cluster / l2.length));
    }
    long l1At = write(l1);
    int refcountTable = refcounts.finish();
    long refcountTableAt = out.position() - ((long) refcountTable << DataMap.CLUSTER_BITS);
    ByteBuffer head = ByteBuffer.allocate(DataMap.CLUSTER);
    new NewHeader(
            Sectors.whole(virtualSize),
            compression,
            l1.length,
            l1At,
            refcountTableAt,
            refcountTable)
        .put(head);
    out.putHead(head.array());
  }

  @Override
  public void close() {
    packing.close();
  }
}
