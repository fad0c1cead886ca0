package io.vitrine.diskformats.conversion;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.diskformats.DiskWriter;
import io.vitrine.diskformats.PlainChunk;
import java.io.IOException;

/** Writes the disk as it is, zeros included. */
record RawWriter(ByteSink sink) implements DiskWriter<PlainChunk> {

  @Override
  public PlainChunk prepare(byte[] bytes, int length) {
    return new PlainChunk(bytes, length);
  }

  @Override
  public void data(PlainChunk chunk) throws IOException {
    chunk.write(0, chunk.length(), sink);
  }

  @Override
  public void zeros(long count) throws IOException {
    sink.writeZeros(count);
  }
}
