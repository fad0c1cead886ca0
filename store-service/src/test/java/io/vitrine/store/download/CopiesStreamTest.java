package io.vitrine.store.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.store.download.BlobLocation.Copy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CopiesStreamTest {
  private static final Copy FIRST = new Copy("first", new ObjectKey("a"));
  private static final Copy SECOND = new Copy("second", new ObjectKey("b"));
  private static final byte[] BYTES = new byte[1000];

  static {
    new Random(1).nextBytes(BYTES);
  }

  private final List<String> opened = new ArrayList<>();
  private final Map<Copy, Failure> broken = new HashMap<>();
  private int breaksAfter = Integer.MAX_VALUE;

  @Test
  void readsTheFirstCopyToItsEnd() throws IOException {
    // When
    byte[] read = open(new ByteRange(100, 500)).readAllBytes();

    // Then
    assertThat(read).isEqualTo(Arrays.copyOfRange(BYTES, 100, 600));
    assertThat(opened).containsExactly("first@100");
  }

  @Test
  void goesOnWithTheNextCopyWhereOneBrokeOff() throws IOException {
    // Given
    breaksAfter = 300;

    // When
    byte[] read = open(new ByteRange(0, 1000)).readAllBytes();

    // Then
    assertThat(read).isEqualTo(BYTES);
    assertThat(opened).containsExactly("first@0", "second@300", "first@600", "second@900");
  }

  @Test
  void beginsWithTheNextCopyWhereTheFirstCannotBeOpened() throws IOException {
    // Given
    broken.put(FIRST, Failure.UNAVAILABLE);

    // When
    byte[] read = open(new ByteRange(0, 1000)).readAllBytes();

    // Then
    assertThat(read).isEqualTo(BYTES);
  }

  @Test
  void givesUpWhenNoCopyGivesAnotherByte() throws IOException {
    // Given
    breaksAfter = 300;
    InputStream stream = open(new ByteRange(0, 1000));
    stream.readNBytes(300);

    // When
    broken.put(FIRST, Failure.UNAVAILABLE);
    broken.put(SECOND, Failure.UNAVAILABLE);

    // Then
    assertThatExceptionOfType(ObjectStoreException.class)
        .isThrownBy(stream::readAllBytes)
        .matches(e -> e.failure() == Failure.UNAVAILABLE);
  }

  @Test
  void isMissingOnlyIfItIsMissingEverywhere() {
    // Given
    broken.put(FIRST, Failure.UNAVAILABLE);
    broken.put(SECOND, Failure.MISSING);

    // When, Then
    assertThatExceptionOfType(ObjectStoreException.class)
        .isThrownBy(() -> open(new ByteRange(0, 1)))
        .matches(e -> e.failure() == Failure.UNAVAILABLE);
    broken.put(FIRST, Failure.MISSING);
    assertThatExceptionOfType(ObjectStoreException.class)
        .isThrownBy(() -> open(new ByteRange(0, 1)))
        .matches(e -> e.failure() == Failure.MISSING);
  }

  private InputStream open(ByteRange range) {
    return new CopiesStream(
        List.of(FIRST, SECOND),
        (copy, from) -> {
          if (broken.containsKey(copy)) {
            throw new ObjectStoreException(broken.get(copy), "broken", null);
          }
          opened.add(copy.store() + "@" + from);
          return new Breaking(from, range.end() + 1 - from);
        },
        range);
  }

  /** Ends with a failure after so many bytes. */
  private final class Breaking extends InputStream {
    private final InputStream bytes;
    private int left = breaksAfter;

    Breaking(long from, long length) {
      bytes = new ByteArrayInputStream(BYTES, (int) from, (int) length);
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      if (left == 0) {
        throw new ObjectStoreException(Failure.UNAVAILABLE, "broke off", null);
      }
      int got = bytes.read(into, at, Math.min(length, left));
      left -= got;
      return got;
    }
  }
}
