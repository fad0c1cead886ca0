package io.vitrine.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(values).isEqualTo(usual(content));
    assertThat(returned).hasValue(80);
  }

  @Test
  void digestsNothingToo() throws Exception {
    assertThat(new Digests().finish()).isEqualTo(usual(new byte[0]));
  }

  @ParameterizedTest
  @CsvSource({"md5, MD5", "sha1, SHA-1", "sha256, SHA-256", "sha512, SHA-512"})
  void digestsWhatAnObjectIsByOneAlgorithmAlone(String algorithm, String javaName)
      throws Exception {
    // Given
    InMemoryObjectStore store = new InMemoryObjectStore();
    ObjectKey key = new ObjectKey("a/b");
    byte[] content = ObjectStoreContract.bytes(3_000_000);
    store.put(key, content.length, () -> new ByteArrayInputStream(content));
    AtomicLong read = new AtomicLong();

    // When
    DigestValues values =
        Digests.of(store, key, content.length, Set.of(algorithm), read::addAndGet);

    // Then
    assertThat(values).isEqualTo(new DigestValues(Map.of(algorithm, hex(javaName, content))));
    assertThat(read).hasValue(content.length);
  }

  @Test
  void knowsNoOtherDigests() {
    assertThatThrownBy(() -> new Digests(Set.of("md4")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no digest md4");
  }

  @Test
  void tellsNoDigestThatWasNotAskedFor() {
    assertThatThrownBy(() -> new Digests(Set.of("sha256")).finish().md5())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("of [sha256] there is no md5");
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
    assertThat(values).isEqualTo(usual(content));
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

  private static DigestValues usual(byte[] content) throws Exception {
    return new DigestValues(Map.of("md5", hex("MD5", content), "sha512", hex("SHA-512", content)));
  }

  private static String hex(String algorithm, byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
  }
}
