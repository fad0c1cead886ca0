package io.vitrine.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Digests of one stream of bytes, all at once beside the thread that feeds them. Chunks are shared,
 * not copied, and the feeder waits when more than 512 KiB are behind.
 */
public final class Digests {
  /** The two that the Image API tells of every image. */
  public static final Set<String> USUAL = Set.of(DigestValues.MD5, DigestValues.SECOND_ALGORITHM);

  /** Bytes of a chunk that keep every digest at work: while one is taken, the next one waits. */
  public static final int PIECE = 256 << 10;

  private static final int MAX_BEHIND = 2 * PIECE;

  private static final Map<String, String> JAVA_NAMES =
      Map.of(
          DigestValues.MD5,
          "MD5",
          "sha1",
          "SHA-1",
          "sha256",
          "SHA-256",
          DigestValues.SECOND_ALGORITHM,
          "SHA-512");

  /**
   * Hashing would hog the carriers of virtual threads, so it has threads of its own: one a core.
   */
  private static final ExecutorService HASHERS =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().name("digest-", 1).daemon().factory());

  private final Map<String, Lane> lanes;

  /** The {@link #USUAL} ones. */
  public Digests() {
    this(USUAL);
  }

  /**
   * These.
   *
   * @param algorithms {@code md5}, {@code sha1}, {@code sha256} or {@code sha512}; at least one
   */
  public Digests(Set<String> algorithms) {
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException("nothing is to be digested");
    }
    this.lanes = algorithms.stream().collect(Collectors.toMap(it -> it, Lane::new));
  }

  /**
   * What an object is, read from its store. It holds about 1 MiB.
   *
   * @param algorithms as above
   * @param read is told of bytes that have come, by this thread; what it throws ends the reading
   */
  public static DigestValues of(
      ObjectStore store, ObjectKey key, long size, Set<String> algorithms, LongConsumer read) {
    Digests digests = new Digests(algorithms);
    try (InputStream bytes = store.read(key, 0, size)) {
      while (true) {
        // A piece is kept until all have taken it, so the next one is another array.
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
   * @param afterwards runs once, on some thread, when all digests have taken the bytes
   */
  public void update(byte[] bytes, int offset, int length, Runnable afterwards) {
    if (length == 0) {
      afterwards.run();
      return;
    }
    AtomicInteger pending = new AtomicInteger(lanes.size());
    Runnable taken =
        () -> {
          if (pending.decrementAndGet() == 0) {
            afterwards.run();
          }
        };
    Chunk chunk = new Chunk(ByteBuffer.wrap(bytes, offset, length), taken);
    lanes.values().forEach(lane -> lane.add(chunk));
  }

  /** Waits for the bytes still behind; the digests end here. */
  public DigestValues finish() {
    return new DigestValues(
        lanes.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, lane -> lane.getValue().finish())));
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
        this.digest = MessageDigest.getInstance(JAVA_NAMES.getOrDefault(algorithm, ""));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalArgumentException("there is no digest " + algorithm, e);
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
