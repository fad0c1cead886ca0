package io.vitrine.local.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.local.images.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckedStreamTest {
  private static final int LENGTH = 100_000;

  private final byte[] bytes = new byte[LENGTH];
  private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
  private final AtomicLong moved = new AtomicLong();

  CheckedStreamTest() {
    new Random(1).nextBytes(bytes);
  }

  private CheckedStream stream(@Nullable Long size, @Nullable String sha256) {
    Content content = new Content(size, null, sha256 == null ? null : "sha256", sha256);
    return new CheckedStream(new ByteArrayInputStream(bytes), content, moved::addAndGet);
  }

  private String digest(String algorithm) throws IOException {
    return Digests.of(algorithm, new ByteArrayInputStream(bytes));
  }

  @Test
  void passesWhatTheRecordSays() throws IOException {
    CheckedStream stream = stream((long) LENGTH, digest("sha256"));
    stream.transferTo(passed);
    assertThat(passed.toByteArray()).isEqualTo(bytes);
    assertThat(moved).hasValue(LENGTH);
    assertThat(stream.problem()).isEmpty();
  }

  @Test
  void computesADigestWhereTheRecordHasNone() throws IOException {
    CheckedStream stream = stream(null, null);
    stream.transferTo(passed);
    assertThat(stream.content().hashAlgo()).isEqualTo("sha512");
    assertThat(stream.content().hashValue()).isEqualTo(digest("sha512"));
  }

  @Test
  void keepsTheEndOfOtherBytes() {
    CheckedStream stream = stream((long) LENGTH, "00");
    assertThatThrownBy(() -> stream.transferTo(passed)).isInstanceOf(IOException.class);
    assertThat(passed.size()).isLessThan(LENGTH);
    assertThat(stream.problem()).get().asString().contains("its record says 00");
  }

  @Test
  void noticesTooFewAndTooManyBytes() throws IOException {
    String sha256 = digest("sha256");
    for (long size : new long[] {LENGTH - 1, LENGTH + 1}) {
      CheckedStream stream = stream(size, sha256);
      assertThatThrownBy(() -> stream.transferTo(passed)).isInstanceOf(IOException.class);
      assertThat(stream.problem()).get().asString().contains("its record says " + size);
    }
  }
}
