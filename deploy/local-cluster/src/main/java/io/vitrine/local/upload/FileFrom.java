package io.vitrine.local.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** The rest of a file as a request body of known length that tells how much has gone out. */
final class FileFrom {
  private FileFrom() {}

  /**
   * Opens the file when the body is wanted.
   *
   * @param onMove the place in the file that has been reached
   */
  static BodyPublisher body(Path file, long offset, long length, LongConsumer onMove) {
    BodyPublisher rest = BodyPublishers.ofInputStream(() -> open(file, offset, onMove));
    return offset == length
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(rest, length - offset);
  }

  private static InputStream open(Path file, long offset, LongConsumer onMove) {
    try {
      return new FilterInputStream(
          Channels.newInputStream(FileChannel.open(file).position(offset))) {
        private long place = offset;

        @Override
        public int read(byte[] into, int at, int most) throws IOException {
          int got = super.read(into, at, most);
          place += Math.max(0, got);
          onMove.accept(place);
          return got;
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
