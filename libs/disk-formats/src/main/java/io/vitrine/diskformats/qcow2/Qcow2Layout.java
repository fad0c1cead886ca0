package io.vitrine.diskformats.qcow2;

/**
 * Where everything goes in an image that is written front to back:
 *
 * <pre>
 * header | refcount table | refcount blocks | L1 table | L2 tables | data clusters, in guest order
 * </pre>
 *
 * All counts are of clusters. There are no holes, so every cluster's refcount is one.
 */
record Qcow2Layout(
    int refcountTable, int refcountBlocks, int l1Entries, int l1, int l2Tables, int data) {
  static final int ENTRIES_PER_TABLE = DataMap.CLUSTER / Long.BYTES;
  static final int REFCOUNTS_PER_BLOCK = DataMap.CLUSTER / Short.BYTES;

  static Qcow2Layout of(DataMap map) {
    int l1Entries = Math.ceilDiv(map.clusterCount(), ENTRIES_PER_TABLE);
    int l1 = Math.ceilDiv(l1Entries, ENTRIES_PER_TABLE);
    int l2Tables = 0;
    for (int table = 0; table < l1Entries; table++) {
      if (hasTable(map, table)) {
        l2Tables++;
      }
    }
    // The refcount blocks count themselves too: grow until they cover the whole.
    Qcow2Layout layout = new Qcow2Layout(1, 1, l1Entries, l1, l2Tables, map.dataClusters());
    while (true) {
      int blocks = (int) Math.ceilDiv(layout.total(), (long) REFCOUNTS_PER_BLOCK);
      int table = Math.ceilDiv(blocks, ENTRIES_PER_TABLE);
      if (blocks == layout.refcountBlocks && table == layout.refcountTable) {
        return layout;
      }
      layout = new Qcow2Layout(table, blocks, l1Entries, l1, l2Tables, layout.data);
    }
  }

  static boolean hasTable(DataMap map, int table) {
    int first = table * ENTRIES_PER_TABLE;
    return map.anyDataIn(first, first + ENTRIES_PER_TABLE);
  }

  long refcountTableAt() {
    return 1;
  }

  long refcountBlocksAt() {
    return refcountTableAt() + refcountTable;
  }

  long l1At() {
    return refcountBlocksAt() + refcountBlocks;
  }

  long l2At() {
    return l1At() + l1;
  }

  long dataAt() {
    return l2At() + l2Tables;
  }

  long total() {
    return dataAt() + data;
  }
}
