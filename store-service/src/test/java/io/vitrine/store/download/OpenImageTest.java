package io.vitrine.store.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vitrine.identity.Caller;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.objectstore.Stores;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import io.vitrine.store.cache.HotImages;
import io.vitrine.store.download.BlobLocation.Copy;
import io.vitrine.store.download.OpenImage.Answer;
import io.vitrine.store.download.OpenImage.Bytes;
import io.vitrine.store.download.OpenImage.Wish;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OpenImageTest {
  private static final Requester WHO =
      new Requester("token", null, new Caller("user-1", "demo", Set.of()), "req-1");
  private static final ObjectKey KEY = new ObjectKey("blobs/a/b");
  private static final String ID = "5b9e7c44-8f0e-4d06-93f8-6a9a6c0f2c55";
  private static final String HASH = "5a".repeat(64);
  private static final byte[] BYTES = "0123456789".getBytes();

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private Optional<BlobLocation> location =
      Optional.of(
          new BlobLocation(List.of(new Copy("primary", KEY)), "demo", BYTES.length, "md5", HASH));
  private final OpenImage open =
      new OpenImage(
          (who, imageId) -> location,
          new Stores(Map.of("primary", store, "other", new InMemoryObjectStore())),
          HotImages.NONE);

  OpenImageTest() {
    try (ObjectUpload upload = store.begin(KEY)) {
      upload.write(BYTES, 0, BYTES.length);
      upload.complete();
    }
  }

  @Test
  void opensTheWholeImage() throws IOException {
    // When
    Answer answer = open.open(WHO, ID, new Wishes().get());

    // Then
    assertThat(answer).isInstanceOf(Answer.Opened.class);
    Answer.Opened opened = (Answer.Opened) answer;
    assertThat(opened.partial()).isFalse();
    assertThat(read(opened)).isEqualTo(BYTES);
  }

  @Test
  void opensARange() throws IOException {
    // When
    Answer.Opened opened =
        (Answer.Opened) open.open(WHO, ID, new Wishes().range("bytes=2-4").get());

    // Then
    assertThat(opened.partial()).isTrue();
    assertThat(read(opened)).isEqualTo("234".getBytes());
  }

  @Test
  void hasNoDataForAnImageWithoutBytesWhateverRangeIsAskedFor() {
    // Given
    location = Optional.empty();

    // When, Then
    assertThat(open.open(WHO, ID, new Wishes().range("bytes=2-4").get()))
        .isEqualTo(new Answer.NoData());
  }

  @Test
  void hasNoDataWhenTheObjectIsLost() {
    // Given
    store.delete(KEY);

    // When, Then
    assertThat(open.open(WHO, ID, new Wishes().get())).isEqualTo(new Answer.NoData());
  }

  @Test
  void sendsNothingToAClientThatHasTheSameBytes() {
    assertThat(open.open(WHO, ID, new Wishes().ifNoneMatch("\"x\", \"" + HASH + "\"").get()))
        .isEqualTo(new Answer.NotModified("\"" + HASH + "\""));
  }

  @Test
  void sendsTheWholeImageWhenTheRangeWasOfOtherBytes() {
    // When
    Answer.Opened opened =
        (Answer.Opened) open.open(WHO, ID, new Wishes().range("bytes=2-4").ifRange("\"x\"").get());

    // Then
    assertThat(opened.partial()).isFalse();
  }

  @Test
  void opensWhereverTheBytesAreWhateverStoreIsPreferred() throws IOException {
    // When
    Answer.Opened opened =
        (Answer.Opened) open.open(WHO, ID, new Wishes().prefer("other", "primary").get());

    // Then
    assertThat(read(opened)).isEqualTo(BYTES);
  }

  @Test
  void refusesAPreferenceForAStoreThatIsNone() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> open.open(WHO, ID, new Wishes().prefer("primary", "nowhere").get()))
        .extracting(ProblemException::problem)
        .isEqualTo(new DownloadProblem.UnknownStore("nowhere"));
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2013-027")
  void looksForNoBytesBeforeTheRequesterMayHaveThem() {
    // Given
    AtomicBoolean looked = new AtomicBoolean();
    ProblemException refusal = new DownloadProblem.UnknownStore("refused").asException();
    OpenImage refusing =
        new OpenImage(
            (who, imageId) -> {
              throw refusal;
            },
            new Stores(Map.of("primary", store)),
            (image, offset, length, home) -> {
              looked.set(true);
              return Optional.empty();
            });

    // When, Then
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(
            () -> refusing.open(WHO, ID, new Wishes().ifNoneMatch("\"" + HASH + "\"").get()))
        .isSameAs(refusal);
    assertThat(looked).isFalse();
  }

  private static byte[] read(Answer.Opened opened) throws IOException {
    assertThat(opened.bytes()).isInstanceOf(Bytes.Streamed.class);
    try (InputStream stream = ((Bytes.Streamed) opened.bytes()).stream()) {
      return stream.readAllBytes();
    }
  }

  private static final class Wishes {
    private Optional<String> range = Optional.empty();
    private Optional<String> ifRange = Optional.empty();
    private Optional<String> ifNoneMatch = Optional.empty();
    private List<String> prefer = List.of();

    Wishes range(String header) {
      range = Optional.of(header);
      return this;
    }

    Wishes ifRange(String header) {
      ifRange = Optional.of(header);
      return this;
    }

    Wishes ifNoneMatch(String header) {
      ifNoneMatch = Optional.of(header);
      return this;
    }

    Wishes prefer(String... stores) {
      prefer = List.of(stores);
      return this;
    }

    Wish get() {
      return new Wish(
          range, Optional.empty(), ifRange, ifNoneMatch, prefer, false, false, Optional.empty());
    }
  }
}
