package io.vitrine.worker.importing;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Digests;
import io.vitrine.objectstore.ObjectUpload;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Uploads what it is given, and digests it meanwhile. Holds about a MiB. */
final class DigestingSink implements ByteSink {
  private final ObjectUpload upload;
  private final Digests digests;
  private final Runnable moved;

  /** Copies whose digests are done. The digests' own limit on what is behind bounds how many. */
  private final Queue<byte[]> idle = new ConcurrentLinkedQueue<>();

  /** A copy that is not full yet: small ones would be many. */
  private byte @Nullable [] filling;

  private int filled;
  private long taken;

  /**
   * @param algorithms as {@link Digests} has them
   * @param moved runs whenever bytes were taken
   */
  DigestingSink(ObjectUpload upload, Set<String> algorithms, Runnable moved) {
    this.upload = upload;
    this.digests = new Digests(algorithms);
    this.moved = moved;
  }

  /** Bytes. */
  long taken() {
    return taken;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (int done = 0; done < length; ) {
      byte[] copy = filling == null ? next() : filling;
      filling = copy;
      int now = Math.min(copy.length - filled, length - done);
      System.arraycopy(bytes, offset + done, copy, filled, now);
      filled += now;
      if (filled == copy.length) {
        digest(copy);
      }
      upload.write(bytes, offset + done, now);
      moved.run();
      done += now;
      taken += now;
    }
  }

  private byte[] next() {
    byte[] spare = idle.poll();
    return spare == null ? new byte[Digests.PIECE] : spare;
  }

  private void digest(byte[] copy) {
    digests.update(copy, 0, filled, () -> idle.add(copy));
    filling = null;
    filled = 0;
  }

  DigestValues finish() {
    if (filling != null) {
      digest(filling);
    }
    return digests.finish();
  }
}
