package io.vitrine.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

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

  private static String hex(String algorithm, byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
  }
}
