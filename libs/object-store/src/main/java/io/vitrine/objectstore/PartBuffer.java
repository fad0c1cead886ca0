package io.vitrine.objectstore;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;

/** The bytes of one part, kept until the store has them, so that sending can be repeated. */
sealed interface PartBuffer extends AutoCloseable {

  /** Takes as many of these bytes as fit; returns how many. */
  int append(byte[] bytes, int offset, int length);

  /** Replaces its first bytes, of which there are as many already. */
  void putHead(byte[] head);

  boolean isFull();

  /** Bytes in it. */
  long filled();

  /** The part as a stream, any number of times. */
  InputStream open();

  /** Gives its room back; it must not be used any more. Closing it again does nothing. */
  @Override
  void close();

  /** In memory; in a scratch file if there is none for a while. */
  static PartBuffer of(PartMemory memory, int capacity) {
    return of(memory, capacity, capacity);
  }

  /**
   * The same, of memory that comes in one size.
   *
   * @param size of the array, which other parts may use after this one
   */
  static PartBuffer of(PartMemory memory, int size, int capacity) {
    return memory
        .take(size)
        .<PartBuffer>map(array -> new Memory(memory, array, capacity))
        .orElseGet(() -> inScratchFile(capacity));
  }

  static PartBuffer inScratchFile(long capacity) {
    try {
      Path file = Files.createTempFile("vitrine-part-", null);
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      return new ScratchFile(channel, capacity);
    } catch (IOException e) {
      // This machine is at fault, not the store: another one may take the upload on.
      throw new ObjectStoreException(Failure.UNAVAILABLE, "no scratch file for a part", e);
    }
  }

  final class Memory implements PartBuffer {
    private final PartMemory memory;
    private final byte[] bytes;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final int capacity;
    private int filled;

    private Memory(PartMemory memory, byte[] bytes, int capacity) {
      this.memory = memory;
      this.bytes = bytes;
      this.capacity = capacity;
    }

    @Override
    public int append(byte[] source, int offset, int length) {
      int taken = Math.min(length, capacity - filled);
      System.arraycopy(source, offset, bytes, filled, taken);
      filled += taken;
      return taken;
    }

    @Override
    public void putHead(byte[] head) {
      System.arraycopy(head, 0, bytes, 0, head.length);
    }

    @Override
    public boolean isFull() {
      return filled == capacity;
    }

    @Override
    public long filled() {
      return filled;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes, 0, filled);
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        memory.giveBack(bytes);
      }
    }
  }

  final class ScratchFile implements PartBuffer {
    private final FileChannel file;
    private final long capacity;
    private long filled;

    ScratchFile(FileChannel file, long capacity) {
      this.file = file;
      this.capacity = capacity;
    }

    @Override
    public int append(byte[] source, int offset, int length) {
      int taken = (int) Math.min(length, capacity - filled);
      write(ByteBuffer.wrap(source, offset, taken), filled);
      filled += taken;
      return taken;
    }

    @Override
    public void putHead(byte[] head) {
      write(ByteBuffer.wrap(head), 0);
    }

    private void write(ByteBuffer bytes, long at) {
      try {
        for (long next = at; bytes.hasRemaining(); ) {
          next += file.write(bytes, next);
        }
      } catch (IOException e) {
        throw new ObjectStoreException(
            Failure.UNAVAILABLE, "writing a part to its scratch file", e);
      }
    }

    @Override
    public boolean isFull() {
      return filled == capacity;
    }

    @Override
    public long filled() {
      return filled;
    }

    @Override
    public InputStream open() {
      try {
        // Closing the stream must not close the file.
        return new FilterInputStream(Channels.newInputStream(file.position(0))) {
          @Override
          public void close() {}
        };
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
