package io.vitrine.diskformats.conversion;

import io.vitrine.diskformats.ChunkReceiver;
import io.vitrine.diskformats.GuestDisk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * Reads a disk from front to back, fetching, decoding and preparing ahead on some threads and
 * handing over in order.
 */
final class GuestStream {
  /** A multiple of every cluster size, so that no cluster is decoded twice. */
  static final int CHUNK = ChunkMemory.CHUNK;

  /** More than there are cores: some wait for bytes, the others keep the cores busy. */
  private static final int THREADS =
      Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 2, 8);

  /** So many that the threads go on while chunks are being handed over. */
  private static final int AHEAD = 2 * THREADS;

  private final GuestDisk disk;
  private final ZeroKnowledge zeros;
  private final ChunkMemory memory = ChunkMemory.OF_THE_PROCESS;

  GuestStream(GuestDisk disk, ZeroKnowledge zeros) {
    this.disk = disk;
    this.zeros = zeros;
  }

  /** What is known to be zeros without looking at the data. */
  @FunctionalInterface
  interface ZeroKnowledge {
    boolean readsAsZero(long from, long length) throws IOException;
  }

  private record Slot<T>(long end, int length, ChunkMemory.Room room, Future<Optional<T>> chunk) {}

  /**
   * An interrupt of the calling thread ends this, and the reads under way with it.
   *
   * @param done is told how many bytes of the disk have been handed over
   */
  <T> void forEachChunk(ChunkReceiver<T> receiver, LongConsumer done)
      throws IOException, InterruptedException {
    Deque<Slot<T>> ahead = new ArrayDeque<>();
    ExecutorService decoders =
        Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("disk-decoder-", 0).factory());
    try {
      pump(decoders, ahead, receiver, done);
    } finally {
      decoders.shutdownNow();
      decoders.close();
      // Not sooner: until now somebody might have written to them.
      ahead.forEach(slot -> memory.giveBack(slot.room()));
    }
  }

  private <T> void pump(
      ExecutorService decoders, Deque<Slot<T>> ahead, ChunkReceiver<T> receiver, LongConsumer done)
      throws IOException, InterruptedException {
    long size = disk.virtualSize();
    long next = 0;
    while (next < size || !ahead.isEmpty()) {
      Optional<ChunkMemory.Room> free = next < size ? room(ahead.size()) : Optional.empty();
      if (free.isPresent()) {
        ChunkMemory.Room room = free.get();
        long from = next;
        int length = (int) Math.min(CHUNK, size - from);
        next += length;
        ahead.add(
            new Slot<>(
                next,
                length,
                room,
                decoders.submit(() -> prepare(from, length, room.bytes, receiver))));
      } else {
        Slot<T> slot = ahead.element();
        Optional<T> chunk = resultOf(slot.chunk());
        if (chunk.isPresent()) {
          receiver.data(chunk.get());
        } else {
          receiver.zeros(slot.length());
        }
        memory.giveBack(ahead.remove().room());
        done.accept(slot.end());
      }
    }
  }

  /** Waits for one only where nothing else can be done. */
  private Optional<ChunkMemory.Room> room(int ahead) throws InterruptedException {
    if (ahead == 0) {
      return Optional.of(memory.take());
    }
    return ahead < AHEAD ? memory.poll() : Optional.empty();
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
