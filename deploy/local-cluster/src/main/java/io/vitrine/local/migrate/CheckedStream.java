package io.vitrine.local.migrate;

import io.vitrine.local.images.Digests;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An image's bytes on their way. The last of them are given away only if all together are what the
 * source's record says: a server that never gets the end of an upload does not keep it.
 */
final class CheckedStream extends FilterInputStream {
  private final Content expected;
  private final MessageDigest digest;
  private final LongConsumer onMove;
  private long count;
  private volatile @Nullable String value;
  private volatile @Nullable String problem;

  /**
   * Begins.
   *
   * @param onMove told how many more bytes have come
   */
  CheckedStream(InputStream bytes, Content expected, LongConsumer onMove) {
    super(bytes);
    this.expected = expected;
    this.digest = Digests.named(expected.proof().algorithm());
    this.onMove = onMove;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int most) throws IOException {
    int got = super.read(into, at, most);
    if (got > 0) {
      digest.update(into, at, got);
      count += got;
      onMove.accept(got);
    }
    Long size = expected.size();
    boolean isEnd = got < 0 || (size != null && count >= size);
    if (isEnd && value == null) {
      conclude();
    }
    return got;
  }

  private void conclude() throws IOException {
    Long size = expected.size();
    if (size != null && count != size) {
      throw wrong("%d bytes came, its record says %d".formatted(count, size));
    }
    Content.Proof proof = expected.proof();
    String found = HexFormat.of().formatHex(digest.digest());
    if (proof.value() != null && !proof.value().equalsIgnoreCase(found)) {
      throw wrong(
          "its %s is %s, its record says %s".formatted(proof.algorithm(), found, proof.value()));
    }
    value = found;
  }

  private IOException wrong(String how) {
    problem = "the source does not give what its record says: " + how;
    return new IOException(problem);
  }

  /** Why the bytes are not the image's. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** What is known of the bytes now that all have passed. */
  Content content() {
    return value == null ? expected : expected.digested(expected.proof().algorithm(), value);
  }
}
