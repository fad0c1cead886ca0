package io.vitrine.objectstore;

import io.vitrine.objectstore.MultipartUpload.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * An upload in parts: one is filled while the others are on their way.
 *
 * <pre>
 *   nothing sent ──first full part──▶ multipart ──complete──▶ done
 *        └────────complete: one plain PUT─────────────────────▲
 *   any ──abort──▶ done, and nothing at the key
 * </pre>
 */
final class S3Upload implements ObjectUpload {
  private static final int BUFFERS = 3;

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
        send(part);
      }
    }
  }

  @Override
  public long written() {
    return written;
  }

  private PartBuffer nextBuffer() {
    int number = parts.size() + 1;
    if (number > PartPlan.MAX_PARTS) {
      throw new ObjectStoreException(
          Failure.FULL, "uploading " + key + " exceeds " + plan.capacity() + " bytes", null);
    }
    try {
      buffers.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObjectStoreException(Failure.UNAVAILABLE, "uploading was interrupted", e);
    }
    failIfLost();
    return plan.isSpooled(number)
        ? PartBuffer.inScratchFile(plan.spooledPart())
        : PartBuffer.of(memory, plan.memoryPart());
  }

  private void send(PartBuffer part) {
    if (!multipart.hasBegun()) {
      multipart.begin();
    }
    int number = parts.size() + 1;
    Map<String, String> query = multipart.query(number);
    parts.add(connection.threads().submit(() -> sendPart(part, query, number)));
    filling = null;
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
    PartBuffer last = filling;
    if (!multipart.hasBegun()) {
      putWhole(last == null ? PartBuffer.of(memory, 0) : last);
    } else {
      if (last != null) {
        send(last);
      }
      multipart.complete(sentParts());
    }
    ended = true;
    return written;
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
    calls.forEach(Call::cancel);
    Undisturbed.run(this::leaveNothing);
  }

  private void leaveNothing() {
    awaitSenders();
    if (filling != null) {
      filling.close();
      filling = null;
    }
    multipart.abort();
    // A request whose answer was lost may have left an upload or an object that we know nothing of.
    store.release(key);
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
