package io.vitrine.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vitrine.objectstore.PartedUpload.Progress;
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
    try (PartedUpload.Writer writer = upload.goOn(upload.progress().orElseThrow())) {
      writer.write(content, from, to - from);
      return writer.pause();
    }
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
    assertThat(store().stat(Tail.keyOf(key))).isEmpty();
  }

  @Test
  void losesOnePartAtMostWhenItsWriterDies() {
    // Given
    byte[] content = bytes(2 * PART);
    upload(content.length).begin();
    PartedUpload upload = upload(content.length);
    // When
    try (PartedUpload.Writer writer = upload.goOn(upload.progress().orElseThrow())) {
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
    assertThat(store().stat(Tail.keyOf(key))).isEmpty();
  }

  @Test
  void leavesNothingWhenItIsReleasedWhileItIsWritten() {
    // Given
    byte[] content = bytes(PART + 1);
    PartedUpload upload = upload(content.length);
    upload.begin();
    try (PartedUpload.Writer writer = upload.goOn(upload.progress().orElseThrow())) {
      writer.write(content, 0, 100);
      store().release(key);
      // When
      assertThatExceptionOfType(ObjectStoreException.class)
          .isThrownBy(writer::pause)
          .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.MISSING));
    }
    // Then
    assertThat(store().stat(Tail.keyOf(key))).isEmpty();
  }
}
