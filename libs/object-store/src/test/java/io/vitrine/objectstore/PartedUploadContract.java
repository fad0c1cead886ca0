package io.vitrine.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vitrine.objectstore.PartedUpload.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an upload that others go on with promises on every store. */
abstract class PartedUploadContract {
  private static final int PART = 8 << 20;

  final ObjectKey key = new ObjectKey("parted/" + UUID.randomUUID());

  abstract ObjectStore store();

  /** As another replica sees it. */
  private PartedUpload upload(long length) {
    return new PartedUpload(store(), key, length);
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private Progress write(byte[] content, int from, int to) {
    PartedUpload upload = upload(content.length);
    try (PartedUpload.Writer writer = goOn(upload)) {
      writer.write(content, from, to - from);
      return writer.pause();
    }
  }

  private static PartedUpload.Writer goOn(PartedUpload upload) {
    return upload.goOn(upload.progress().orElseThrow(), Author.anybody());
  }

  private List<String> beside() {
    List<String> found = new ArrayList<>();
    store().objects(key + ".").forEachRemaining(object -> found.add(object.key().value()));
    return found;
  }

  private byte[] stored() {
    byte[] all = new byte[(int) store().stat(key).orElseThrow().size()];
    store().read(key, 0, all, 0, all.length);
    return all;
  }

  @Test
  void goesOnAtAnyByte() {
    // Given
    byte[] content = bytes(2 * PART + 1000);
    upload(content.length).begin();
    int[] stops = {0, 10, 11, PART - 1, PART, PART + 5, 2 * PART + 999, content.length};
    // When
    for (int i = 1; i < stops.length; i++) {
      Progress told = write(content, stops[i - 1], stops[i]);
      assertThat(told.offset()).isEqualTo(stops[i]);
      assertThat(upload(content.length).progress()).contains(told);
    }
    Progress all = upload(content.length).progress().orElseThrow();
    upload(content.length).complete(all);
    // Then
    assertThat(Arrays.equals(stored(), content)).isTrue();
    assertThat(upload(content.length).progress())
        .contains(new Progress(content.length, List.of(), null, true));
    upload(content.length).forgetAuthors();
    assertThat(beside()).isEmpty();
  }

  @Test
  void losesOnePartAtMostWhenItsWriterDies() {
    // Given
    byte[] content = bytes(2 * PART);
    upload(content.length).begin();
    PartedUpload upload = upload(content.length);
    // When
    try (PartedUpload.Writer writer = goOn(upload)) {
      writer.write(content, 0, PART + 100);
    }
    // Then
    assertThat(upload(content.length).progress().orElseThrow().offset()).isEqualTo(PART);
  }

  @Test
  void takesATailOfAnEarlierPartForNothing() {
    // Given
    byte[] content = bytes(2 * PART);
    upload(content.length).begin();
    write(content, 0, 100);
    // When
    write(content, 100, PART);
    // Then
    assertThat(upload(content.length).progress().orElseThrow().offset()).isEqualTo(PART);
  }

  @Test
  void isAnEmptyObject() {
    // Given
    Progress begun = upload(0).begin();
    // When
    upload(0).complete(begun);
    // Then
    assertThat(stored()).isEmpty();
  }

  @Test
  void isGoneOnceItIsReleased() {
    // Given
    byte[] content = bytes(PART + 1);
    upload(content.length).begin();
    write(content, 0, 100);
    // When
    store().release(key);
    // Then
    assertThat(upload(content.length).progress()).isEmpty();
    assertThat(beside()).isEmpty();
  }

  @Test
  void leavesNothingWhenItIsReleasedWhileItIsWritten() {
    // Given
    byte[] content = bytes(PART + 1);
    PartedUpload upload = upload(content.length);
    upload.begin();
    try (PartedUpload.Writer writer = goOn(upload)) {
      writer.write(content, 0, 100);
      store().release(key);
      // When
      assertThatExceptionOfType(ObjectStoreException.class)
          .isThrownBy(writer::pause)
          .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.MISSING));
    }
    // Then: but for its mark, which goes with whatever else is found of a released upload
    assertThat(beside()).containsExactly(key + ".by.anybody");
    store().release(key);
    assertThat(beside()).isEmpty();
  }

  @Test
  void aWriterThatWasLeftBehindReplacesNoLongerTail() {
    // Given
    byte[] content = bytes(1000);
    PartedUpload upload = upload(content.length);
    upload.begin();
    try (PartedUpload.Writer stale = goOn(upload)) {
      stale.write(new byte[10], 0, 10);
      Progress told = write(content, 0, 500);
      // When
      stale.pause();
      // Then
      assertThat(upload(content.length).progress()).contains(told);
    }
    write(content, 500, 1000);
    upload(content.length).complete(upload(content.length).progress().orElseThrow());
    assertThat(stored()).isEqualTo(content);
  }

  @Test
  void aTailThatAnotherHasGoneOnFromIsMissing() {
    // Given
    byte[] content = bytes(1000);
    upload(content.length).begin();
    Progress seen = write(content, 0, 10);
    write(content, 10, 20);
    // When, Then
    assertThatExceptionOfType(ObjectStoreException.class)
        .isThrownBy(() -> upload(content.length).goOn(seen, Author.unique()))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.MISSING));
  }

  @Test
  void knowsWhetherOneAuthorWasAlone() {
    // Given
    Author author = Author.unique();
    byte[] content = bytes(1000);
    PartedUpload upload = upload(content.length);
    upload.begin();
    // When
    try (PartedUpload.Writer writer = upload.goOn(upload.progress().orElseThrow(), author)) {
      writer.write(content, 0, 10);
      writer.pause();
      // Then
      assertThat(upload.isOnlyBy(author)).isTrue();
      assertThat(upload.isOnlyBy(Author.unique())).isFalse();
      // When: the same bytes, and nothing else to tell them by
      try (PartedUpload.Writer other = goOn(upload)) {
        other.write(content, 10, 990);
        assertThat(upload.isOnlyBy(author)).isFalse();
      }
    }
    assertThat(upload.isOnlyBy(Author.anybody())).isFalse();
  }

  @Test
  void oneThatWasBegunTwiceIsDoneAllTheSame() {
    // Given
    byte[] content = bytes(1000);
    upload(content.length).begin();
    upload(content.length).begin();
    write(content, 0, 1000);
    // When
    upload(content.length).complete(upload(content.length).progress().orElseThrow());
    // Then
    assertThat(upload(content.length).progress().map(Progress::done)).contains(true);
  }
}
