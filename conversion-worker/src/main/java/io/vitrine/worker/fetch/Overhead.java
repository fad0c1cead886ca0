package io.vitrine.worker.fetch;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/**
 * What comes on a connection beside a body, or before its next byte. The HTTP client reads a line
 * between two chunks into memory however long it is, so one without an end would fill that. For any
 * thread.
 */
final class Overhead {
  /** Several times what the client takes of headers, and much more than any handshake has. */
  private static final int MOST = 1 << 20;

  private final AtomicInteger bytes = new AtomicInteger();

  /** Some bytes came. */
  void add(int count) throws FetchException {
    if (bytes.addAndGet(count) > MOST) {
      throw new FetchException("The server sends much that is no part of it.");
    }
  }

  /** The same answer; whatever comes of its body, what comes next is counted anew. */
  Response of(Response answer) {
    ResponseBody body = answer.body();
    Source counted =
        new ForwardingSource(body.source()) {
          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            long got = super.read(sink, byteCount);
            if (got > 0) {
              bytes.set(0);
            }
            return got;
          }
        };
    return answer
        .newBuilder()
        .body(ResponseBody.create(Okio.buffer(counted), body.contentType(), body.contentLength()))
        .build();
  }
}
