package io.vitrine.diskformats;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file as a source; positional reads of a channel are safe for several threads. */
public record FileSource(FileChannel channel, long size)
    implements RandomAccessSource, AutoCloseable {

  public static FileSource open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    return new FileSource(channel, channel.size());
  }

  @Override
  public void readFully(long offset, byte[] target, int from, int length) throws IOException {
    ByteBuffer into = ByteBuffer.wrap(target, from, length);
    while (into.hasRemaining()) {
      int now = channel.read(into, offset + into.position() - from);
      if (now < 0) {
        throw new EOFException("asked beyond the end: " + offset + "+" + length);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
