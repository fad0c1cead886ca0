package io.vitrine.store.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vitrine.identity.Caller;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.objectstore.Stores;
import io.vitrine.problem.ProblemException;
import io.vitrine.store.Requester;
import io.vitrine.store.scrub.Finding.Counts;
import io.vitrine.store.scrub.ScrubStore.Wish;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScrubStoreTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Requester ADMIN =
      new Requester("token", null, new Caller("user-1", "demo", Set.of()), "req-1");

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final FakeKnownBlobs known = new FakeKnownBlobs();
  private final ScrubStore scrubs =
      new ScrubStore(
          known, new Stores(Map.of("primary", store)), known, Clock.fixed(NOW, ZoneOffset.UTC));
  private final List<Finding> found = new ArrayList<>();

  @BeforeEach
  void everythingIsOld() {
    store.setModified(NOW.minus(DAY));
  }

  @Test
  void findsNothingWhereAllIsWell() {
    // Given
    image("blobs/1", "bytes");

    // When
    scrub(true, true);

    // Then
    assertThat(found).containsExactly(new Finding.Summary(new Counts(1, 0, 0, 0, 0, 1, 0, 5)));
  }

  @Test
  void tellsOrphansAndLeavesThemAlone() {
    // Given
    image("blobs/1", "bytes");
    put("blobs/2", "orphan");
    store.begin(new ObjectKey("blobs/3"));

    // When
    scrub(false, false);

    // Then
    assertThat(found)
        .satisfiesExactly(
            orphan ->
                assertThat(orphan)
                    .isInstanceOfSatisfying(
                        Finding.Orphan.class,
                        it -> assertThat(it.object().key().value()).isEqualTo("blobs/2")),
            upload ->
                assertThat(upload)
                    .isInstanceOfSatisfying(
                        Finding.OrphanUpload.class, it -> assertThat(it.deleted()).isFalse()),
            summary ->
                assertThat(summary)
                    .isEqualTo(new Finding.Summary(new Counts(3, 0, 2, 6, 0, 1, 0, 0))));
    assertThat(store.keys()).hasSize(3);
  }

  @Test
  void removesOrphansAndNothingElse() {
    // Given
    image("blobs/1", "bytes");
    put("blobs/2", "orphan");
    put("somebody/else", "his");
    store.begin(new ObjectKey("blobs/3"));
    store.begin(new ObjectKey("somebody/elses"));

    // When
    scrub(true, false);

    // Then
    assertThat(store.keys())
        .extracting(ObjectKey::value)
        .containsExactlyInAnyOrder("blobs/1", "somebody/else", "somebody/elses");
    assertThat(summary().deleted()).isEqualTo(2);
  }

  @Test
  void leavesAloneWhatAnUploadHasReceivedInPart() {
    // Given
    image("blobs/1", "bytes");
    put("blobs/1.tail", "part");
    put("blobs/2.tail", "orphan");

    // When
    scrub(true, false);

    // Then
    assertThat(store.keys())
        .extracting(ObjectKey::value)
        .containsExactlyInAnyOrder("blobs/1", "blobs/1.tail");
  }

  @Test
  void leavesAloneWhatIsYoung() {
    // Given
    put("blobs/2", "orphan");
    store.setModified(NOW.minus(DAY).plusSeconds(1));

    // When
    scrub(true, false);

    // Then
    assertThat(store.keys()).hasSize(1);
    assertThat(summary()).isEqualTo(new Counts(1, 1, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void asksOnceMoreBeforeItRemoves() {
    // Given
    put("blobs/2", "adopted meanwhile");
    known.learnsAfterTheFirstQuestion(new ObjectKey("blobs/2"));

    // When
    scrub(true, false);

    // Then
    assertThat(store.keys()).hasSize(1);
    assertThat(summary().deleted()).isZero();
  }

  @Test
  void findsImagesWithoutTheirBytes() {
    // Given
    KnownBlob lost = image("blobs/1", "bytes");
    store.delete(lost.key());
    KnownBlob shorter = image("blobs/2", "bytes");
    put("blobs/2", "byte");
    KnownBlob other = image("blobs/3", "bytes");
    put("blobs/3", "setyb");

    // When
    scrub(false, true);

    // Then
    assertThat(found)
        .contains(
            new Finding.Missing(lost.imageId(), lost.key()),
            new Finding.WrongSize(shorter.imageId(), shorter.key(), 5, 4),
            new Finding.WrongHash(other.imageId(), other.key(), other.hash(), sha512("setyb")));
    assertThat(summary().broken()).isEqualTo(3);
  }

  @Test
  void readsNothingUnlessItIsTold() {
    // Given
    image("blobs/3", "bytes");
    put("blobs/3", "setyb");

    // When
    scrub(false, false);

    // Then
    assertThat(summary().broken()).isZero();
    assertThat(summary().bytesRead()).isZero();
  }

  @Test
  void overlooksAnImageThatIsDeletedMeanwhile() {
    // Given
    KnownBlob deleted = image("blobs/1", "bytes");
    store.delete(deleted.key());
    known.forgetsWhenItIsAsked(deleted.key());

    // When
    scrub(false, true);

    // Then
    assertThat(summary().broken()).isZero();
  }

  @Test
  void goesThroughManyPages() {
    // Given
    for (int number = 0; number < 1_001; number++) {
      image("blobs/image-" + number, "x");
      put("blobs/orphan-" + number, "y");
    }

    // When
    scrub(true, false);

    // Then
    assertThat(summary()).isEqualTo(new Counts(2_002, 0, 1_001, 1_001, 1_001, 1_001, 0, 0));
  }

  @Test
  void endsWhenNobodyListens() {
    // Given
    put("blobs/1", "orphan");
    put("blobs/2", "orphan");

    // When
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() ->
            scrubs.scrub(
                ADMIN,
                new Wish("primary", true, false, DAY),
                finding -> {
                  throw new CancellationException();
                }));

    // Then
    assertThat(store.keys()).hasSize(1);
    // And the next one may begin.
    scrub(true, false);
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void isForThoseWhoMayAndForStoresThatThereAre() {
    // Given
    known.refuse();

    // Then
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> scrub(false, false));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(
            () -> scrubs.scrub(ADMIN, new Wish("elsewhere", false, false, DAY), found::add));
    assertThat(found).isEmpty();
  }

  private void scrub(boolean delete, boolean deep) {
    scrubs.scrub(ADMIN, new Wish("primary", delete, deep, DAY), found::add);
  }

  private Counts summary() {
    return ((Finding.Summary) found.getLast()).counts();
  }

  private KnownBlob image(String key, String content) {
    put(key, content);
    KnownBlob blob =
        new KnownBlob(UUID.randomUUID(), new ObjectKey(key), content.length(), sha512(content));
    known.add(blob);
    return blob;
  }

  private void put(String key, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try (ObjectUpload upload = store.begin(new ObjectKey(key))) {
      upload.write(bytes, 0, bytes.length);
      upload.complete();
    }
  }

  private static String sha512(String content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
