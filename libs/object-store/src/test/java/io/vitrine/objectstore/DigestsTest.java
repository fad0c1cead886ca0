package io.vitrine.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DigestsTest {

  @Test
  void digestsManyChunksLikeOneArray() throws Exception {
    // Given
    byte[] content = ObjectStoreContract.bytes(20 << 20);
    Digests digests = new Digests();
    AtomicInteger returned = new AtomicInteger();

    // When
    for (int at = 0; at < content.length; at += 262_144) {
      digests.update(
          content, at, Math.min(262_144, content.length - at), returned::incrementAndGet);
    }
    DigestValues values = digests.finish();

    // Then
    assertThat(values).isEqualTo(new DigestValues(hex("MD5", content), hex("SHA-512", content)));
    assertThat(returned).hasValue(80);
  }

  @Test
  void digestsNothingToo() throws Exception {
    assertThat(new Digests().finish())
        .isEqualTo(new DigestValues(hex("MD5", new byte[0]), hex("SHA-512", new byte[0])));
  }

  @Test
  @Timeout(60)
  void endsWhileOthersAreFedWithoutPause() throws Exception {
    // Given
    byte[] content = ObjectStoreContract.bytes(128 << 10);
    AtomicBoolean feeding = new AtomicBoolean(true);
    List<Endless> others =
        IntStream.rangeClosed(0, Runtime.getRuntime().availableProcessors())
            .mapToObj(i -> new Endless(content, feeding))
            .toList();
    others.forEach(Endless::feedOnce);

    // When
    Digests digests = new Digests();
    digests.update(content, 0, content.length);
    DigestValues values;
    try {
      values = digests.finish();
    } finally {
      feeding.set(false);
    }

    // Then
    assertThat(values).isEqualTo(new DigestValues(hex("MD5", content), hex("SHA-512", content)));
    for (Endless other : others) {
      other.assertDigested();
    }
  }

  /** A stream whose next chunk is there before the last one is done. */
  private record Endless(
      byte[] content,
      AtomicBoolean feeding,
      Digests digests,
      AtomicInteger fed,
      CountDownLatch end) {
    Endless(byte[] content, AtomicBoolean feeding) {
      this(content, feeding, new Digests(), new AtomicInteger(), new CountDownLatch(1));
    }

    void feedOnce() {
      fed.incrementAndGet();
      digests.update(content, 0, content.length, this::feedAgain);
    }

    private void feedAgain() {
      if (feeding.get()) {
        feedOnce();
      } else {
        end.countDown();
      }
    }

    void assertDigested() throws Exception {
      end.await();
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      for (int i = 0; i < fed.get(); i++) {
        md5.update(content);
      }
      assertThat(digests.finish().md5()).isEqualTo(HexFormat.of().formatHex(md5.digest()));
    }
  }

  private static String hex(String algorithm, byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
  }
}
