package io.vitrine.diskformats.conversion;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The memory that disks are read into: so much for all conversions of this process together, used
 * again and again, since arrays of this size made anew wear the garbage collector out. Who finds
 * none reads less far ahead.
 */
final class ChunkMemory {
  static final int CHUNK = 4 << 20;

  /** A chunk, what is fetched for it at most, and as much as it may become when it is packed. */
  private static final long MEMORY_PER_CHUNK = 4L * CHUNK;

  /** A third of the heap. */
  static final ChunkMemory OF_THE_PROCESS =
      new ChunkMemory(Math.clamp(Runtime.getRuntime().maxMemory() / 3 / MEMORY_PER_CHUNK, 2, 64));

  /** Room for one chunk. */
  static final class Room {
    final byte[] bytes = new byte[CHUNK];
  }

  private final Semaphore free;
  private final Queue<Room> idle = new ConcurrentLinkedQueue<>();

  ChunkMemory(int chunks) {
    this.free = new Semaphore(chunks, true);
  }

  /** Room for a chunk, whatever is in it; waits for some. */
  Room take() throws InterruptedException {
    free.acquire();
    return room();
  }

  /** The same; empty if there is none now, or somebody waits for it. */
  Optional<Room> poll() throws InterruptedException {
    // The call without a time takes what others wait for.
    return free.tryAcquire(0, TimeUnit.SECONDS) ? Optional.of(room()) : Optional.empty();
  }

  private Room room() {
    @Nullable Room spare = idle.poll();
    return spare == null ? new Room() : spare;
  }

  /** Takes room back, which nobody may touch any more. */
  void giveBack(Room room) {
    idle.add(room);
    free.release();
  }
}
