package io.vitrine.diskformats.conversion;

import io.vitrine.diskformats.GuestDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a disk from front to back, fetching and decoding ahead on a few threads and handing over in
 * order. Holds {@value #AHEAD} chunks at most.
 */
final class GuestStream {
  /** A multiple of every cluster size, so that no cluster is decoded twice. */
  static final int CHUNK = 4 << 20;

  private static final int THREADS = 2;
  private static final int AHEAD = THREADS + 1;

  private final GuestDisk disk;
  private final ZeroKnowledge zeros;

  GuestStream(GuestDisk disk, ZeroKnowledge zeros) {
    this.disk = disk;
    this.zeros = zeros;
  }

  /** What is known to be zeros without looking at the data. */
  @FunctionalInterface
  interface ZeroKnowledge {
    boolean readsAsZero(long from, long length) throws IOException;
  }

  interface Receiver {
    void data(long from, byte[] bytes, int length) throws IOException;

    void zeros(long from, long length) throws IOException;
  }

  private record Slot(long from, int length, ByteBuffer buffer, Future<Boolean> holdsData) {}

  /** An interrupt of the calling thread ends this, and the reads under way with it. */
  void forEachChunk(Receiver receiver, LongConsumer done) throws IOException, InterruptedException {
    ExecutorService decoders =
        Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("disk-decoder-", 0).factory());
    try {
      pump(decoders, receiver, done);
    } finally {
      decoders.shutdownNow();
      decoders.close();
    }
  }

  private void pump(ExecutorService decoders, Receiver receiver, LongConsumer done)
      throws IOException, InterruptedException {
    long size = disk.virtualSize();
    Deque<ByteBuffer> spare = new ArrayDeque<>();
    Deque<Slot> ahead = new ArrayDeque<>();
    long next = 0;
    while (next < size || !ahead.isEmpty()) {
      if (next < size && ahead.size() < AHEAD) {
        long from = next;
        int length = (int) Math.min(CHUNK, size - from);
        @Nullable ByteBuffer free = spare.poll();
        ByteBuffer buffer = free == null ? ByteBuffer.allocate(length) : free;
        Future<Boolean> holdsData = decoders.submit(() -> fill(from, length, buffer.array()));
        ahead.add(new Slot(from, length, buffer, holdsData));
        next += length;
      } else {
        Slot slot = ahead.remove();
        if (resultOf(slot.holdsData())) {
          receiver.data(slot.from(), slot.buffer().array(), slot.length());
        } else {
          receiver.zeros(slot.from(), slot.length());
        }
        spare.add(slot.buffer());
        done.accept(slot.from() + slot.length());
      }
    }
  }

  private boolean fill(long from, int length, byte[] buffer) throws IOException {
    if (zeros.readsAsZero(from, length)) {
      return false;
    }
    disk.read(from, buffer, 0, length);
    return true;
  }

  private static boolean resultOf(Future<Boolean> task) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the conversion was cancelled");
    }
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
