package io.vitrine.diskformats.conversion;

import io.vitrine.diskformats.ChunkReceiver;
import io.vitrine.diskformats.GuestDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a disk from front to back, fetching, decoding and preparing ahead on some threads and
 * handing over in order. Holds twice as many chunks as there are threads.
 */
final class GuestStream {
  /** A multiple of every cluster size, so that no cluster is decoded twice. */
  static final int CHUNK = 4 << 20;

  /** What each thread may need: fetched, decoded and packed bytes of a chunk, and as much again. */
  private static final long MEMORY_PER_THREAD = 64L << 20;

  /** More than there are cores: some wait for bytes, the others keep the cores busy. */
  private static final int THREADS =
      Math.clamp(
          Math.min(
              2L * Runtime.getRuntime().availableProcessors(),
              Runtime.getRuntime().maxMemory() / MEMORY_PER_THREAD),
          2,
          8);

  /** So many that the threads go on while chunks are being handed over. */
  private static final int AHEAD = 2 * THREADS;

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

  private record Slot<T>(long end, int length, ByteBuffer buffer, Future<Optional<T>> chunk) {}

  /**
   * An interrupt of the calling thread ends this, and the reads under way with it.
   *
   * @param done is told how many bytes of the disk have been handed over
   */
  <T> void forEachChunk(ChunkReceiver<T> receiver, LongConsumer done)
      throws IOException, InterruptedException {
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

  private <T> void pump(ExecutorService decoders, ChunkReceiver<T> receiver, LongConsumer done)
      throws IOException, InterruptedException {
    long size = disk.virtualSize();
    Deque<ByteBuffer> spare = new ArrayDeque<>();
    Deque<Slot<T>> ahead = new ArrayDeque<>();
    long next = 0;
    while (next < size || !ahead.isEmpty()) {
      if (next < size && ahead.size() < AHEAD) {
        long from = next;
        int length = (int) Math.min(CHUNK, size - from);
        @Nullable ByteBuffer free = spare.poll();
        ByteBuffer buffer = free == null ? ByteBuffer.allocate(length) : free;
        next += length;
        ahead.add(
            new Slot<>(
                next,
                length,
                buffer,
                decoders.submit(() -> prepare(from, length, buffer.array(), receiver))));
      } else {
        Slot<T> slot = ahead.remove();
        Optional<T> chunk = resultOf(slot.chunk());
        if (chunk.isPresent()) {
          receiver.data(chunk.get());
        } else {
          receiver.zeros(slot.length());
        }
        spare.add(slot.buffer());
        done.accept(slot.end());
      }
    }
  }

  /** Empty for zeros. */
  private <T> Optional<T> prepare(long from, int length, byte[] buffer, ChunkReceiver<T> receiver)
      throws IOException {
    if (zeros.readsAsZero(from, length)) {
      return Optional.empty();
    }
    disk.read(from, buffer, 0, length);
    return Optional.of(receiver.prepare(buffer, length));
  }

  private static <T> T resultOf(Future<T> task) throws IOException, InterruptedException {
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
