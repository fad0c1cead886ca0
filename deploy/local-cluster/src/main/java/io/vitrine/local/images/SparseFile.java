package io.vitrine.local.images;

import io.vitrine.diskformats.ByteSink;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A new file that has holes where it was told of zeros. */
final class SparseFile implements ByteSink, AutoCloseable {
  private final RandomAccessFile file;
  private long at;

  SparseFile(Path path) throws IOException {
    Files.deleteIfExists(path);
    this.file = new RandomAccessFile(path.toFile(), "rw");
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    file.seek(at);
    file.write(bytes, offset, length);
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
      file.setLength(at);
    }
  }
}
