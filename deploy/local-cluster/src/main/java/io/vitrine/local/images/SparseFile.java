package io.vitrine.local.images;

import io.vitrine.diskformats.ByteSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A new file that has holes where it was told of zeros. */
final class SparseFile implements ByteSink, AutoCloseable {
  /** What a channel writes of an array goes through a buffer, which this keeps in the cache. */
  private static final int PIECE = 128 << 10;

  private final FileChannel file;
  private long at;

  SparseFile(Path path) throws IOException {
    Files.deleteIfExists(path);
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int now = Math.min(PIECE, length - done);
      done += file.write(ByteBuffer.wrap(bytes, offset + done, now), at + done);
    }
    at += length;
  }

  @Override
  public void writeZeros(long count) {
    at += count;
  }

  @Override
  public void close() throws IOException {
    try (file) {
      // A hole at the end, too.
      if (at > file.size()) {
        file.write(ByteBuffer.allocate(1), at - 1);
      }
    }
  }
}
