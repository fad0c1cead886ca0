package io.vitrine.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store promises. */
abstract class ObjectStoreContract {
  static final int PART = 5 << 20;

  private static final int HEAD = 64 << 10;

  final ObjectKey key = new ObjectKey("blobs/" + UUID.randomUUID() + "/" + UUID.randomUUID());

  abstract ObjectStore store();

  /** Whatever the backend holds, as names. */
  abstract List<String> leftovers();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 3 * PART, 3 * PART + 1})
  void keepsEveryByteOfAnObjectOfUnknownLength(int size) throws IOException {
    // Given
    byte[] content = bytes(size);

    // When
    upload(content);

    // Then
    assertThat(store().stat(key)).map(ObjectStat::size).contains((long) size);
    assertThat(readAll(0, size)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PART - HEAD - 1, PART - HEAD, PART, 3 * PART, 3 * PART + 1})
  void takesTheFirstBytesLast(int size) throws IOException {
    // Given
    byte[] content = bytes(HEAD + size);

    // When
    try (ObjectUpload upload = store().begin(key)) {
      upload.reserveHead(HEAD);
      for (int at = HEAD; at < content.length; at += 100_003) {
        upload.write(content, at, Math.min(100_003, content.length - at));
      }
      assertThat(upload.written()).isEqualTo(content.length);
      upload.putHead(Arrays.copyOf(content, HEAD));
      assertThat(upload.complete()).isEqualTo(content.length);
    }

    // Then
    assertThat(readAll(0, content.length)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, ObjectUpload.MAX_HEAD + 1})
  void leavesNoRoomForAHeadOfSuchALength(int length) {
    try (ObjectUpload upload = store().begin(key)) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> upload.reserveHead(length));
    }
  }

  @Test
  void leavesRoomForTheLargestHead() throws IOException {
    // Given
    byte[] content = bytes(ObjectUpload.MAX_HEAD + PART);

    // When
    try (ObjectUpload upload = store().begin(key)) {
      upload.reserveHead(ObjectUpload.MAX_HEAD);
      upload.write(content, ObjectUpload.MAX_HEAD, PART);
      upload.putHead(Arrays.copyOf(content, ObjectUpload.MAX_HEAD));
      upload.complete();
    }

    // Then
    assertThat(readAll(0, content.length)).isEqualTo(content);
  }

  @Test
  void leavesRoomBeforeTheFirstByteOnlyAndForNoOtherHead() {
    try (ObjectUpload upload = store().begin(key)) {
      upload.reserveHead(HEAD);
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> upload.reserveHead(HEAD));
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> upload.putHead(new byte[HEAD - 1]));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2 * PART})
  void isNeverCompleteWithoutTheHeadThatItLeftRoomFor(int size) {
    // Given
    ObjectUpload upload = store().begin(key);
    upload.reserveHead(HEAD);
    upload.write(bytes(size), 0, size);

    // When
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(upload::complete);
    upload.abort();

    // Then
    assertThat(store().stat(key)).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void showsNothingBeforeTheUploadIsComplete() {
    try (ObjectUpload upload = store().begin(key)) {
      // When
      upload.write(bytes(2 * PART + 1), 0, 2 * PART + 1);

      // Then
      assertThat(store().stat(key)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PART, 3 * PART + 1})
  void leavesNothingAfterAnAbort(int size) {
    // Given
    ObjectUpload upload = store().begin(key);
    upload.write(bytes(size), 0, size);

    // When
    upload.abort();

    // Then
    assertThat(store().stat(key)).isEmpty();
    assertThat(store().abortUploads(key)).isZero();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void abortsUploadsThatAnotherProcessLeftBehind() {
    // Given
    ObjectUpload orphan = store().begin(key);
    orphan.write(bytes(2 * PART), 0, 2 * PART);

    // When
    store().release(key);

    // Then
    assertThat(store().abortUploads(key)).isZero();
  }

  @Test
  void abortsNoUploadToAKeyThatMerelyBeginsAlike() throws IOException {
    // Given
    ObjectKey longer = new ObjectKey(key + "-and-more");
    byte[] content = bytes(2 * PART);
    ObjectUpload other = store().begin(longer);
    other.write(content, 0, content.length);

    // When
    store().abortUploads(key);
    other.complete();

    // Then
    assertThat(store().stat(longer)).isPresent();
    store().release(longer);
  }

  @Test
  void releasesAnObjectAndReleasesItAgain() {
    // Given
    upload(bytes(10));

    // When
    store().release(key);
    store().release(key);

    // Then
    assertThat(store().stat(key)).isEmpty();
  }

  @Test
  void keepsTheObjectWhenACompleteUploadIsClosed() {
    // Given
    ObjectUpload upload = store().begin(key);
    upload.write(bytes(10), 0, 10);
    upload.complete();

    // When
    upload.close();

    // Then
    assertThat(store().stat(key)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, PART - 1, PART, PART + 77})
  void readsFromAnyOffset(int offset) throws IOException {
    // Given
    byte[] content = bytes(PART + 100);
    upload(content);
    int length = Math.min(50, content.length - offset);

    // When
    byte[] range = readAll(offset, length);
    byte[] into = new byte[length + 2];
    store().read(key, offset, into, 1, length);

    // Then
    byte[] expected = Arrays.copyOfRange(content, offset, offset + length);
    assertThat(range).isEqualTo(expected);
    assertThat(Arrays.copyOfRange(into, 1, length + 1)).isEqualTo(expected);
  }

  @Test
  void saysAtOnceThatThereIsNoSuchObject() {
    assertThatExceptionOfType(ObjectStoreException.class)
        .isThrownBy(() -> store().read(key, 0, 1))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.MISSING));
    assertThat(store().stat(key)).isEmpty();
  }

  @Test
  void listsWhatItHas() {
    // Given
    upload(bytes(10));
    ObjectKey other = new ObjectKey(key + "-unfinished");
    try (ObjectUpload unfinished = store().begin(other)) {
      unfinished.write(bytes(2 * PART), 0, 2 * PART);

      // When
      List<StoredObject> objects = list(store().objects(key.value()));
      List<UnfinishedUpload> uploads = list(store().unfinishedUploads(key.value()));

      // Then
      assertThat(objects).extracting(StoredObject::key).containsExactly(key);
      assertThat(objects).extracting(StoredObject::size).containsExactly(10L);
      assertThat(uploads).extracting(UnfinishedUpload::key).containsExactly(other);
    }
    assertThat(list(store().objects(key + "-none"))).isEmpty();
    assertThat(list(store().unfinishedUploads(key.value()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PART + 1})
  void copiesAnObject(int size) throws IOException {
    // Given
    byte[] content = bytes(size);
    upload(content);
    ObjectKey copy = new ObjectKey(key + "-copy");
    AtomicLong told = new AtomicLong();

    // When
    long copied = store().copyFrom(store(), key, copy, told::addAndGet);

    // Then
    assertThat(copied).isEqualTo(size);
    assertThat(told).hasValue(size);
    try (InputStream in = store().read(copy, 0, size)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    store().release(copy);
  }

  @Test
  void saysThatThereIsNothingToCopy() {
    ObjectKey copy = new ObjectKey(key + "-copy");
    assertThatExceptionOfType(ObjectStoreException.class)
        .isThrownBy(() -> store().copyFrom(store(), key, copy, length -> {}))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.MISSING));
    assertThat(store().stat(copy)).isEmpty();
  }

  @Test
  void leavesNothingOfACopyThatIsGivenUp() {
    // Given
    upload(bytes(PART + 1));
    ObjectKey copy = new ObjectKey(key + "-copy");

    // When
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() ->
            store()
                .copyFrom(
                    store(),
                    key,
                    copy,
                    length -> {
                      throw new CancellationException();
                    }));

    // Then
    assertThat(store().stat(copy)).isEmpty();
    assertThat(store().abortUploads(copy)).isZero();
  }

  static <T> List<T> list(Iterator<T> all) {
    List<T> list = new ArrayList<>();
    all.forEachRemaining(list::add);
    return list;
  }

  void upload(byte[] content) {
    try (ObjectUpload upload = store().begin(key)) {
      int at = 0;
      while (at < content.length) {
        int piece = Math.min(100_003, content.length - at);
        upload.write(content, at, piece);
        at += piece;
      }
      assertThat(upload.complete()).isEqualTo(content.length);
    }
  }

  byte[] readAll(long offset, long length) throws IOException {
    try (InputStream in = store().read(key, offset, length)) {
      return in.readAllBytes();
    }
  }

  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
