package io.vitrine.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** Bytes of which the size is known, that can be sent again. */
final class RepeatableBody extends RequestBody {
  private final long size;
  private final Supplier<? extends InputStream> bytes;

  /**
   * @param bytes opens them, any number of times
   */
  RepeatableBody(long size, Supplier<? extends InputStream> bytes) {
    this.size = size;
    this.bytes = bytes;
  }

  @Override
  public @Nullable MediaType contentType() {
    return null;
  }

  @Override
  public long contentLength() {
    return size;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    try (Source source = Okio.source(bytes.get())) {
      sink.writeAll(source);
    }
  }
}
