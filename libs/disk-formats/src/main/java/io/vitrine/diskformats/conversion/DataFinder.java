package io.vitrine.diskformats.conversion;

import io.vitrine.diskformats.ChunkReceiver;
import io.vitrine.diskformats.Zeros;
import io.vitrine.diskformats.qcow2.DataMap;
import java.io.IOException;

/** Looks where a disk holds something but zeros. */
final class DataFinder implements ChunkReceiver<DataFinder.Chunk> {
  private final DataMap map;
  private long position;

  DataFinder(DataMap map) {
    this.map = map;
  }

  /**
   * What is marked for a chunk that was looked at.
   *
   * @param marks its clusters, from offset 0 on
   */
  record Chunk(int length, DataMap marks) {}

  @Override
  public Chunk prepare(byte[] bytes, int length) throws IOException {
    DataMap marks = new DataMap(length);
    marks.mark(0, length, (at, part) -> !Zeros.only(bytes, (int) at, part));
    return new Chunk(length, marks);
  }

  @Override
  public void data(Chunk chunk) throws IOException {
    long from = position;
    map.mark(from, chunk.length(), (at, part) -> chunk.marks().holdsData(at - from, part));
    position += chunk.length();
  }

  @Override
  public void zeros(long count) {
    position += count;
  }
}
