package io.vitrine.worker.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.Blob;
import io.vitrine.events.Cause;
import io.vitrine.events.ImportRun;
import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.ObjectUpload;
import io.vitrine.objectstore.Stores;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BringToStoresTest {
  private static final byte[] BYTES = SampleImages.disk(100_000);
  private static final ObjectKey KEY = new ObjectKey("blobs/image/upload");
  private static final ObjectKey TARGET = new ObjectKey("blobs/image/run");
  private static final Blob.Copy FAST = new Blob.Copy("fast", TARGET.value());
  private static final Blob.Copy COLD = new Blob.Copy("cold", TARGET.value());

  private final InMemoryObjectStore primary = new InMemoryObjectStore("primary");
  private final InMemoryObjectStore mirror = new InMemoryObjectStore("mirror");
  private final InMemoryObjectStore fast = new InMemoryObjectStore("fast");
  private final InMemoryObjectStore cold = new InMemoryObjectStore("cold");
  private final RecordedReports reports = new RecordedReports();
  private ObjectStore first = primary;
  private String hash = StagedImage.digestsOf(BYTES).sha512();
  private boolean verified = true;

  @BeforeEach
  void store() {
    put(primary);
    put(mirror);
  }

  @Test
  void reportsEachStore() throws Exception {
    // When
    Outcome outcome = run(true, FAST, COLD);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Done());
    assertThat(fast.content(TARGET)).isEqualTo(BYTES);
    assertThat(cold.content(TARGET)).isEqualTo(BYTES);
    assertThat(copied()).containsExactly("fast", "cold");
  }

  @Test
  void takesAnotherCopyWhereOneIsLost() throws Exception {
    // Given
    primary.delete(KEY);

    // When
    run(true, FAST);

    // Then
    assertThat(fast.content(TARGET)).isEqualTo(BYTES);
  }

  @Test
  void saysThatTheBytesAreLost() throws Exception {
    // Given
    primary.delete(KEY);
    mirror.delete(KEY);

    // Then
    assertThat(run(true, FAST))
        .isEqualTo(
            new Outcome.Refused("The image cannot be copied to store fast: its bytes are lost."));
    assertThat(fast.keys()).isEmpty();
  }

  @Test
  void comesAgainWhereOneSourceIsAwayAndAnotherHasLostTheBytes() throws Exception {
    // Given
    first = failing(Failure.UNAVAILABLE);
    mirror.delete(KEY);

    // Then
    assertThat(run(true, FAST)).isInstanceOf(Outcome.Abandoned.class);
    assertThat(copied()).isEmpty();
  }

  @Test
  void endsWithTheCauseWhereAStoreDeniesAccess() throws Exception {
    // Given
    first = failing(Failure.DENIED);
    mirror.delete(KEY);

    // Then
    assertThat(run(true, FAST))
        .isEqualTo(
            new Outcome.Refused(
                "The image cannot be copied to store fast: the store denies access."));
  }

  @Test
  @Tag("attack")
  @Tag("OSSN-0061")
  void leavesAndReportsNoCopyThatIsNotTheImage() throws Exception {
    // Given
    hash = "another";

    // When
    Outcome outcome = run(false, FAST, COLD);

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .contains("store fast", "store cold")
                    .contains("SHA-512: " + StagedImage.digestsOf(BYTES).sha512()));
    assertThat(copied()).isEmpty();
    assertThat(fast.keys()).isEmpty();
    assertThat(cold.keys()).isEmpty();
  }

  @Test
  void takesAnotherCopyWhereOneHasOtherBytes() throws Exception {
    // Given
    byte[] other = BYTES.clone();
    other[BYTES.length - 1]++;
    put(primary, other);

    // When
    run(true, FAST);

    // Then
    assertThat(fast.content(TARGET)).isEqualTo(BYTES);
    assertThat(copied()).containsExactly("fast");
  }

  @Test
  void trustsTheStoresIfItIsTold() throws Exception {
    // Given
    hash = "another";
    verified = false;

    // Then
    assertThat(run(true, FAST)).isEqualTo(new Outcome.Done());
  }

  @Test
  void stopsAtTheFirstFailureIfAllMustSucceed() throws Exception {
    // Given
    fast.failUploadsAfter(0, Failure.FULL);

    // Then
    assertThat(run(true, FAST, COLD)).isInstanceOf(Outcome.Refused.class);
    assertThat(copied()).isEmpty();
    assertThat(cold.keys()).isEmpty();
  }

  @Test
  void goesOnWithTheOthersIfNotAllMustSucceed() throws Exception {
    // Given
    fast.failUploadsAfter(0, Failure.FULL);

    // Then
    assertThat(run(false, FAST, COLD))
        .isEqualTo(
            new Outcome.Refused("The image cannot be copied to store fast: the store is full."));
    assertThat(copied()).containsExactly("cold");
    assertThat(fast.keys()).isEmpty();
  }

  @Test
  void leavesAStoreThatIsAwayToAnotherRun() throws Exception {
    // Given
    fast.failUploadsAfter(0, Failure.UNAVAILABLE);

    // Then
    assertThat(run(false, FAST, new Blob.Copy("unheard of", "blobs/x"), COLD))
        .isInstanceOf(Outcome.Abandoned.class);
    assertThat(copied()).containsExactly("cold");
  }

  private Outcome run(boolean allMustSucceed, Blob.Copy... targets)
      throws IOException, InterruptedException, ExecutionException {
    Blob blob =
        new Blob(
            "primary",
            KEY.value(),
            BYTES.length,
            "md5",
            "sha512",
            hash,
            "raw",
            null,
            List.of(new Blob.Copy("mirror", KEY.value())));
    ImportJob job =
        new ImportJob(
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            Instant.EPOCH,
            Duration.ofSeconds(10),
            new ImportSource.Landed(blob),
            Optional.empty(),
            "raw",
            "bare",
            null,
            List.of(targets),
            List.of(),
            allMustSucceed,
            BYTES.length,
            Cause.request("req-1"),
            null);
    Stores stores =
        new Stores(Map.of("primary", first, "mirror", mirror, "fast", fast, "cold", cold));
    return new BringToStores(
            job,
            target -> blob,
            blob,
            stores,
            new Heartbeat(job, reports, System::nanoTime, () -> {}, (phase, bytes) -> {}),
            verified)
        .run();
  }

  private List<String> copied() {
    return reports.results().stream()
        .map(ImportRun.StoreCopied.class::cast)
        .map(ImportRun.StoreCopied::store)
        .toList();
  }

  private InterceptedStore failing(Failure failure) {
    return new InterceptedStore(
        primary,
        () -> {},
        () -> {
          throw new ObjectStoreException(failure, "told to fail", null);
        });
  }

  private static void put(InMemoryObjectStore store) {
    put(store, BYTES);
  }

  private static void put(InMemoryObjectStore store, byte[] bytes) {
    try (ObjectUpload upload = store.begin(KEY)) {
      upload.write(bytes, 0, bytes.length);
      upload.complete();
    }
  }
}
