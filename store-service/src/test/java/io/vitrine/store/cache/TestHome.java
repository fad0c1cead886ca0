package io.vitrine.store.cache;

import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.ObjectUpload;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** An image in a store that counts its reads, gives as much as it may, and breaks where told to. */
final class TestHome implements Home {
  final byte[] bytes;
  final CacheableImage image;
  final InMemoryObjectStore store = new InMemoryObjectStore();
  final ObjectKey key;
  final AtomicInteger reads = new AtomicInteger();

  private final Semaphore allowed = new Semaphore(Integer.MAX_VALUE);
  private volatile long breaksAt = Long.MAX_VALUE;

  TestHome(int size, long seed) {
    this(size, seed, UUID.randomUUID());
  }

  TestHome(int size, long seed, UUID imageId) {
    bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    key = new ObjectKey("blobs/" + imageId);
    image = new CacheableImage(imageId, hex("SHA-512", bytes), hex("MD5", bytes), size);
    put(bytes);
  }

  /** Other bytes than the image has. */
  void put(byte[] content) {
    try (ObjectUpload upload = store.begin(key)) {
      upload.write(content, 0, content.length);
      upload.complete();
    }
  }

  private static String hex(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on no more bytes than these come, until more are allowed. */
  TestHome allow(int amount) {
    allowed.drainPermits();
    allowed.release(amount);
    return this;
  }

  void allowAll() {
    allowed.release(Integer.MAX_VALUE - allowed.availablePermits());
  }

  /** The next stream breaks in the middle; those after it do not. */
  TestHome breakAt(long position) {
    breaksAt = position;
    return this;
  }

  @Override
  public InputStream open(long offset, long length) {
    reads.incrementAndGet();
    long end = breaksAt;
    breaksAt = Long.MAX_VALUE;
    return new Throttled(store.read(key, offset, length), end - offset);
  }

  private final class Throttled extends FilterInputStream {
    private long left;

    Throttled(InputStream in, long left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      if (left <= 0) {
        throw new ObjectStoreException(Failure.UNAVAILABLE, "told to break", null);
      }
      int wanted = (int) Math.min(Math.min(length, 4096), left);
      allowed.acquireUninterruptibly(wanted);
      int read = super.read(into, at, wanted);
      left -= Math.max(read, 0);
      return read;
    }
  }
}
