package io.vitrine.store.cache;

import io.vitrine.objectstore.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The one read of an image from its home, into a file that others read behind it. */
final class Fill {
  private static final int PIECE = 256 << 10;
  private static final int PIECES = 4;

  private final CacheableImage image;
  private final Path file;
  private long position;
  private boolean cancelled;
  private boolean failed;
  private boolean complete;

  Fill(CacheableImage image, Path file) {
    this.image = image;
    this.file = file;
  }

  Path file() {
    return file;
  }

  synchronized long position() {
    return position;
  }

  /**
   * Reads all of the image. Returns when it is on the disk and has the right hash; whoever follows
   * waits until {@link #end} tells him so or otherwise.
   *
   * @throws IOException if the disk fails, the bytes are wrong, or nobody wants them any more
   */
  void run(Home home) throws IOException, InterruptedException {
    Digests digests = new Digests();
    BlockingQueue<byte[]> idle = new LinkedBlockingQueue<>();
    for (int i = 0; i < PIECES; i++) {
      idle.add(new byte[PIECE]);
    }
    try (InputStream bytes = home.open(0, image.size());
        FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long left = image.size();
      while (left > 0) {
        byte[] piece = idle.take();
        int length = bytes.readNBytes(piece, 0, (int) Math.min(PIECE, left));
        if (length == 0) {
          throw new IOException("the image ends %d bytes too early".formatted(left));
        }
        write(out, ByteBuffer.wrap(piece, 0, length));
        digests.update(piece, 0, length, () -> idle.add(piece));
        advance(length);
        left -= length;
      }
      out.force(false);
    }
    String hash = digests.finish().sha512();
    if (!hash.equals(image.hash())) {
      throw new IOException("the bytes have the SHA-512 " + hash);
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private synchronized void advance(int length) throws IOException {
    if (cancelled) {
      throw new CancelledException();
    }
    position += length;
    notifyAll();
  }

  /** Nobody wants it any more: it fails at its next step, and for its readers at once. */
  synchronized void cancel() {
    cancelled = true;
    end(false);
  }

  /** Tells the readers how it ended; the first word counts. */
  synchronized void end(boolean success) {
    if (!complete && !failed) {
      complete = success;
      failed = !success;
      notifyAll();
    }
  }

  /**
   * Waits until there are bytes behind this place.
   *
   * @return the end of what is there; not beyond {@code place} if nothing more comes
   */
  synchronized long awaitBeyond(long place) throws IOException {
    try {
      while (!failed && position <= place) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while an image was on its way", e);
    }
    // What has failed may be wrong; nobody reads on in it.
    return failed ? place : position;
  }

  /** Waits for the end; whether it was a good one. */
  synchronized boolean awaitEnd() throws InterruptedException {
    while (!failed && !complete) {
      wait();
    }
    return complete;
  }

  static final class CancelledException extends IOException {
    private static final long serialVersionUID = 1L;

    CancelledException() {
      super("nobody waits for it any more");
    }
  }
}
