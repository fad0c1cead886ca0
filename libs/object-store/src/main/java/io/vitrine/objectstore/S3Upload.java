package io.vitrine.objectstore;

import io.vitrine.objectstore.MultipartUpload.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * An upload in parts: one is filled while the others are on their way. The first one, if room was
 * left in it for a head, is kept until all others have been filled.
 *
 * <pre>
 *   nothing sent ──first full part──▶ multipart ──complete──▶ done
 *        └────────complete: one plain PUT─────────────────────▲
 *   any ──abort──▶ done, and nothing at the key
 * </pre>
 */
final class S3Upload implements ObjectUpload {
  private static final int BUFFERS = 3;

  /** For parts that are on their way when the upload is given up. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final S3ObjectStore store;
  private final S3Connection connection;
  private final PartPlan plan;
  private final ObjectKey key;
  private final S3Multipart multipart;
  private final PartMemory memory;

  private final Semaphore buffers = new Semaphore(BUFFERS);
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();
  private final List<Future<Part>> parts = new ArrayList<>();

  private @Nullable PartBuffer filling;

  /** Full, but not sent. */
  private @Nullable PartBuffer first;

  private int head;
  private boolean headMissing;
  private volatile @Nullable ObjectStoreException lost;
  private volatile boolean ended;
  private long written;

  S3Upload(
      S3ObjectStore store,
      S3Connection connection,
      PartPlan plan,
      PartMemory memory,
      ObjectKey key) {
    this.store = store;
    this.connection = connection;
    this.plan = plan;
    this.memory = memory;
    this.key = key;
    this.multipart = new S3Multipart(store, connection, key);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int at = offset;
    int left = length;
    while (left > 0) {
      failIfLost();
      PartBuffer part = filling == null ? nextBuffer() : filling;
      filling = part;
      int taken = part.append(bytes, at, left);
      at += taken;
      left -= taken;
      written += taken;
      if (part.isFull()) {
        sendOrKeep(part);
      }
    }
  }

  @Override
  public void reserveHead(int length) {
    ObjectUpload.requireRoomForHead(length, written);
    write(new byte[length], 0, length);
    head = length;
    headMissing = true;
  }

  @Override
  public void putHead(byte[] bytes) {
    PartBuffer part = first == null ? filling : first;
    if (bytes.length != head || part == null) {
      throw new IllegalArgumentException(
          "a head of %d bytes for a room of %d".formatted(bytes.length, head));
    }
    part.putHead(bytes);
    headMissing = false;
  }

  @Override
  public long written() {
    return written;
  }

  private PartBuffer nextBuffer() {
    int number = nextNumber();
    if (number > PartPlan.MAX_PARTS) {
      throw new ObjectStoreException(
          Failure.FULL, "uploading " + key + " exceeds " + plan.capacity() + " bytes", null);
    }
    acquireBuffer();
    failIfLost();
    return plan.isSpooled(number)
        ? PartBuffer.inScratchFile(plan.spooledPart())
        : PartBuffer.of(memory, plan.memoryPart());
  }

  private void acquireBuffer() {
    try {
      buffers.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObjectStoreException(Failure.UNAVAILABLE, "uploading was interrupted", e);
    }
  }

  /** The number of the part that is filled. */
  private int nextNumber() {
    return parts.size() + (first == null ? 1 : 2);
  }

  private void sendOrKeep(PartBuffer part) {
    if (head > 0 && nextNumber() == 1) {
      first = part;
      // It is one more than those that take turns.
      buffers.release();
    } else {
      send(part, nextNumber());
    }
    filling = null;
  }

  private void send(PartBuffer part, int number) {
    if (!multipart.hasBegun()) {
      multipart.begin();
    }
    Map<String, String> query = multipart.query(number);
    parts.add(connection.threads().submit(() -> sendPart(part, query, number)));
  }

  private Part sendPart(PartBuffer part, Map<String, String> query, int number) {
    try {
      String etag = put("uploading part " + number + " of " + key, query, part);
      return new Part(number, part.filled(), S3Multipart.bare(etag));
    } catch (ObjectStoreException e) {
      lost = e;
      throw e;
    } finally {
      part.close();
      buffers.release();
    }
  }

  private String put(String operation, Map<String, String> query, PartBuffer part) {
    return connection.retrying(
        operation,
        () -> {
          Call call = connection.newPut(key, query, new RepeatableBody(part.filled(), part::open));
          calls.add(call);
          try {
            if (ended) {
              throw new ObjectStoreException(Failure.REFUSED, operation + " was given up", null);
            }
            return S3Connection.send(operation, call);
          } finally {
            calls.remove(call);
          }
        });
  }

  @Override
  public long complete() {
    failIfLost();
    if (headMissing) {
      throw new IllegalStateException("the head of " + key + " is missing");
    }
    PartBuffer last = filling;
    if (!multipart.hasBegun() && first == null) {
      putWhole(last == null ? PartBuffer.of(memory, 0) : last);
    } else {
      sendTheRest(last);
      multipart.complete(sentParts());
    }
    ended = true;
    return written;
  }

  private void sendTheRest(@Nullable PartBuffer last) {
    if (last != null) {
      send(last, nextNumber());
      filling = null;
    }
    PartBuffer kept = first;
    if (kept != null) {
      acquireBuffer();
      send(kept, 1);
      first = null;
    }
  }

  private void putWhole(PartBuffer only) {
    filling = only;
    put("uploading " + key, Map.of(), only);
    only.close();
    filling = null;
  }

  private List<Part> sentParts() {
    List<Part> sent = new ArrayList<>();
    for (Future<Part> part : parts) {
      try {
        sent.add(part.get());
      } catch (ExecutionException e) {
        throw S3Failures.of("uploading " + key, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ObjectStoreException(Failure.UNAVAILABLE, "uploading was interrupted", e);
      }
    }
    return sent;
  }

  @Override
  public void abort() {
    if (ended) {
      return;
    }
    ended = true;
    Undisturbed.run(this::leaveNothing);
  }

  private void leaveNothing() {
    letSendersEnd();
    calls.forEach(Call::cancel);
    awaitSenders();
    if (filling != null) {
      filling.close();
      filling = null;
    }
    if (first != null) {
      first.close();
      first = null;
    }
    multipart.abort();
    // A request whose answer was lost may have left an upload or an object that we know nothing of.
    store.release(key);
  }

  /**
   * A server that has all of a part goes on writing it after its client has gone, and may be done
   * with that only after the abort: nobody would find that part again.
   */
  private void letSendersEnd() {
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (Future<Part> part : parts) {
      try {
        part.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        // It has ended.
      } catch (TimeoutException e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** A part that arrives after the abort would stay in the store. */
  private void awaitSenders() {
    boolean interrupted = false;
    for (Future<Part> part : parts) {
      while (true) {
        try {
          part.get();
          break;
        } catch (ExecutionException e) {
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void failIfLost() {
    ObjectStoreException failure = lost;
    if (failure != null) {
      throw failure;
    }
    if (ended) {
      throw new IllegalStateException("the upload to " + key + " has ended");
    }
  }
}
