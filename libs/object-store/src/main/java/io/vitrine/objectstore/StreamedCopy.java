package io.vitrine.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** A copy whose bytes come through this process: one piece and one upload's buffers in memory. */
final class StreamedCopy {
  private static final int PIECE = 256 << 10;

  private StreamedCopy() {}

  static void run(
      ObjectStore source,
      ObjectKey from,
      long size,
      ObjectStore target,
      ObjectKey to,
      LongConsumer copied) {
    try (InputStream in = source.read(from, 0, size);
        ObjectUpload upload = target.begin(to)) {
      byte[] piece = new byte[PIECE];
      int length = in.read(piece);
      while (length >= 0) {
        upload.write(piece, 0, length);
        copied.accept(length);
        length = in.read(piece);
      }
      upload.complete();
    } catch (IOException e) {
      throw S3Failures.of("copying " + from, e);
    }
  }
}
