package io.vitrine.diskformats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes to a file, in which zeros are holes. */
public record FileSink(FileChannel channel) implements ByteSink, AutoCloseable {

  public static FileSink create(Path file) throws IOException {
    return new FileSink(
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    write(ByteBuffer.wrap(bytes, offset, length));
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void writeZeros(long count) throws IOException {
    channel.position(channel.position() + count);
  }

  @Override
  public void reserveHead(int length) throws IOException {
    writeZeros(length);
  }

  @Override
  public void putHead(byte[] head) throws IOException {
    long end = channel.position();
    channel.position(0);
    write(ByteBuffer.wrap(head));
    channel.position(end);
  }

  @Override
  public void close() throws IOException {
    // The last bytes may be zeros.
    long end = channel.position();
    if (end > channel.size()) {
      channel.position(end - 1);
      write(ByteBuffer.allocate(1));
    }
    channel.close();
  }
}
