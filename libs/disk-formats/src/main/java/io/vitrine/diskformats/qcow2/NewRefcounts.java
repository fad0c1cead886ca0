package io.vitrine.diskformats.qcow2;

import io.vitrine.diskformats.CountedSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts how often each cluster of an image is used that is being written. A block of counts, which
 * is for 2 GiB of the image, is written itself when the image is beyond them; so few are kept.
 */
final class NewRefcounts {
  private static final int PER_BLOCK = Qcow2Layout.REFCOUNTS_PER_BLOCK;

  private final CountedSink out;
  private final MetadataStream tables;

  /** Offsets of the blocks that have been written, all from the first on. */
  private final List<Long> written = new ArrayList<>();

  /** The blocks behind those. */
  private final List<short[]> open = new ArrayList<>();

  NewRefcounts(CountedSink out) {
    this.out = out;
    this.tables = new MetadataStream(out);
  }

  /** Counts one more use of every cluster that a range of the image touches. */
  void use(long from, long to) {
    for (long cluster = from >> DataMap.CLUSTER_BITS;
        cluster << DataMap.CLUSTER_BITS < to;
        cluster++) {
      blockOf(cluster)[(int) (cluster % PER_BLOCK)]++;
    }
  }

  private short[] blockOf(long cluster) {
    int number = (int) (cluster / PER_BLOCK) - written.size();
    while (open.size() <= number) {
      open.add(new short[PER_BLOCK]);
    }
    return open.get(number);
  }

  /** Writes the blocks of what lies behind, at the beginning of a cluster. */
  void writeWhatIsDone() throws IOException {
    while ((written.size() + 1L) * PER_BLOCK * DataMap.CLUSTER <= out.position()) {
      use(out.position(), out.position() + DataMap.CLUSTER);
      writeNext();
    }
  }

  /**
   * Writes the other blocks, which count themselves, and the table of all.
   *
   * @return how many clusters the table has, the last of the image
   */
  int finish() throws IOException {
    long at = out.position() >> DataMap.CLUSTER_BITS;
    int blocks = 0;
    int table = 0;
    while (true) {
      int all = Math.toIntExact(Math.ceilDiv(at + blocks + table, (long) PER_BLOCK));
      int tableOfAll = Math.ceilDiv(all, Qcow2Layout.ENTRIES_PER_TABLE);
      if (all - written.size() == blocks && tableOfAll == table) {
        break;
      }
      blocks = all - written.size();
      table = tableOfAll;
    }
    use(out.position(), out.position() + ((long) (blocks + table) << DataMap.CLUSTER_BITS));
    for (int block = 0; block < blocks; block++) {
      writeNext();
    }
    for (long offset : written) {
      tables.append(offset);
    }
    tables.pad();
    return table;
  }

  private void writeNext() throws IOException {
    short[] counts = open.removeFirst();
    written.add(out.position());
    for (short count : counts) {
      tables.append(count);
    }
  }
}
