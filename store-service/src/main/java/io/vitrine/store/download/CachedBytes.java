package io.vitrine.store.download;

import io.vitrine.store.cache.CachedImage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/** A part of a cached file, which it holds until it is closed. */
final class CachedBytes extends FilterInputStream {
  private final CachedImage.Complete image;
  private long left;

  private CachedBytes(CachedImage.Complete image, InputStream file, long length) {
    super(file);
    this.image = image;
    this.left = length;
  }

  /** Closing it lets the cached image go. */
  static InputStream of(CachedImage cached, ByteRange range) {
    return switch (cached) {
      case CachedImage.Following(var bytes) -> bytes;
      case CachedImage.Complete complete -> open(complete, range);
    };
  }

  private static InputStream open(CachedImage.Complete complete, ByteRange range) {
    try {
      FileChannel file = FileChannel.open(complete.file());
      file.position(range.offset());
      return new CachedBytes(complete, Channels.newInputStream(file), range.length());
    } catch (IOException e) {
      complete.close();
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = super.read(into, at, (int) Math.min(length, left));
    left -= Math.max(read, 0);
    return read;
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      image.close();
    }
  }
}
