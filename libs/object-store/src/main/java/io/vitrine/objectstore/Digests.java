package io.vitrine.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * MD5 and SHA-512 of one stream of bytes, both at once beside the thread that feeds them. Chunks
 * are shared, not copied, and the feeder waits when more than 512 KiB are behind.
 */
public final class Digests {
  private static final int MAX_BEHIND = 512 << 10;
  private static final int PIECE = 256 << 10;

  /**
   * Hashing would hog the carriers of virtual threads, so it has threads of its own: one a core.
   */
  private static final ExecutorService HASHERS =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().name("digest-", 1).daemon().factory());

  private final Lane md5 = new Lane("MD5");
  private final Lane sha512 = new Lane("SHA-512");

  /**
   * What an object is, read from its store. It holds about 1 MiB.
   *
   * @param read is told of bytes that have come, by this thread; what it throws ends the reading
   */
  public static DigestValues of(ObjectStore store, ObjectKey key, long size, LongConsumer read) {
    Digests digests = new Digests();
    try (InputStream bytes = store.read(key, 0, size)) {
      while (true) {
        // A piece is kept until both have taken it, so the next one is another array.
        byte[] piece = bytes.readNBytes(PIECE);
        if (piece.length == 0) {
          return digests.finish();
        }
        digests.update(piece, 0, piece.length);
        read.accept(piece.length);
      }
    } catch (IOException e) {
      throw S3Failures.of("reading " + key, e);
    }
  }

  /** Adds bytes. The array must not change any more. */
  public void update(byte[] bytes, int offset, int length) {
    update(bytes, offset, length, () -> {});
  }

  /**
   * Adds bytes and tells when the array may be used again.
   *
   * @param afterwards runs once, on some thread, when both digests have taken the bytes
   */
  public void update(byte[] bytes, int offset, int length, Runnable afterwards) {
    if (length == 0) {
      afterwards.run();
      return;
    }
    AtomicInteger pending = new AtomicInteger(2);
    Runnable taken =
        () -> {
          if (pending.decrementAndGet() == 0) {
            afterwards.run();
          }
        };
    Chunk chunk = new Chunk(ByteBuffer.wrap(bytes, offset, length), taken);
    md5.add(chunk);
    sha512.add(chunk);
  }

  /** Waits for the bytes still behind; the digests end here. */
  public DigestValues finish() {
    return new DigestValues(md5.finish(), sha512.finish());
  }

  private record Chunk(ByteBuffer bytes, Runnable taken) {
    int length() {
      return bytes.remaining();
    }
  }

  /**
   * One digest: chunks in order, never by two threads at once. A turn takes one chunk, so that the
   * lanes of many streams share the few threads, however fast each is fed.
   */
  private static final class Lane implements Runnable {
    private final MessageDigest digest;
    private final Queue<Chunk> chunks = new ArrayDeque<>();
    private int behind;
    private boolean running;

    Lane(String algorithm) {
      try {
        this.digest = MessageDigest.getInstance(algorithm);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has " + algorithm, e);
      }
    }

    synchronized void add(Chunk chunk) {
      try {
        while (behind > 0 && behind + chunk.length() > MAX_BEHIND) {
          wait();
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      chunks.add(chunk);
      behind += chunk.length();
      if (!running) {
        running = true;
        HASHERS.execute(this);
      }
    }

    @Override
    public void run() {
      Chunk chunk = next();
      digest.update(chunk.bytes().duplicate());
      chunk.taken().run();
      after(chunk);
    }

    private synchronized Chunk next() {
      return chunks.remove();
    }

    private synchronized void after(Chunk done) {
      behind -= done.length();
      running = !chunks.isEmpty();
      if (running) {
        HASHERS.execute(this);
      }
      notifyAll();
    }

    synchronized String finish() {
      try {
        while (running) {
          wait();
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      return HexFormat.of().formatHex(digest.digest());
    }

    private static ObjectStoreException interrupted(InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ObjectStoreException(Failure.UNAVAILABLE, "digesting was interrupted", e);
    }
  }
}
