package io.vitrine.worker.importing;

import io.vitrine.diskformats.ByteSink;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Digests;
import io.vitrine.objectstore.ObjectUpload;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Uploads what it is given, and digests it meanwhile. Holds a few MiB. */
final class DigestingSink implements ByteSink {
  private static final int PIECE = 1 << 20;
  private static final byte[] ZEROS = new byte[PIECE];

  private final ObjectUpload upload;
  private final Runnable moved;
  private final Digests digests = new Digests();

  /** Copies whose digests are done. The digests' own limit on what is behind bounds how many. */
  private final Queue<byte[]> idle = new ConcurrentLinkedQueue<>();

  /**
   * @param moved runs whenever bytes were taken
   */
  DigestingSink(ObjectUpload upload, Runnable moved) {
    this.upload = upload;
    this.moved = moved;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (int done = 0; done < length; ) {
      int now = Math.min(PIECE, length - done);
      byte[] spare = idle.poll();
      byte[] copy = spare == null ? new byte[PIECE] : spare;
      System.arraycopy(bytes, offset + done, copy, 0, now);
      digests.update(copy, 0, now, () -> idle.add(copy));
      upload.write(bytes, offset + done, now);
      moved.run();
      done += now;
    }
  }

  @Override
  public void writeZeros(long count) {
    for (long left = count; left > 0; ) {
      int now = (int) Math.min(PIECE, left);
      digests.update(ZEROS, 0, now);
      upload.write(ZEROS, 0, now);
      moved.run();
      left -= now;
    }
  }

  DigestValues finish() {
    return digests.finish();
  }
}
