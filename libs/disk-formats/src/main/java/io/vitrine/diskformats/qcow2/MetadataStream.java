package io.vitrine.diskformats.qcow2;

import io.vitrine.diskformats.ByteSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Tables on their way to a sink, each padded to whole clusters. */
final class MetadataStream {
  private final ByteSink sink;
  private final byte[] cluster = new byte[DataMap.CLUSTER];
  private final ByteBuffer fields = ByteBuffer.wrap(cluster);

  MetadataStream(ByteSink sink) {
    this.sink = sink;
  }

  /** The cluster being filled, for writing at fixed places. */
  ByteBuffer fields() {
    return fields;
  }

  void append(long entry) throws IOException {
    fields.putLong(entry);
    flushIfFull();
  }

  void append(short entry) throws IOException {
    fields.putShort(entry);
    flushIfFull();
  }

  /** Ends a table. */
  void pad() throws IOException {
    if (fields.position() > 0) {
      flush();
    }
  }

  void flush() throws IOException {
    sink.write(cluster, 0, cluster.length);
    Arrays.fill(cluster, (byte) 0);
    fields.clear();
  }

  private void flushIfFull() throws IOException {
    if (!fields.hasRemaining()) {
      flush();
    }
  }
}
