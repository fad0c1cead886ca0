package io.vitrine.worker.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.Blob;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.Stores;
import io.vitrine.worker.fetch.FetchLimits;
import io.vitrine.worker.fetch.RemoteSources;
import io.vitrine.worker.fetch.SourceServer;
import io.vitrine.worker.importing.ImportSource.ExpectedDigest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchRemoteTest {
  private static final byte[] DISK = SampleImages.disk(5_000_192);
  private static final long ONE_GIB = 1L << 30;

  /** Where the header of a qcow2 image says where its first table is. */
  private static final int L1_OFFSET = 40;

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final RecordedReports reports = new RecordedReports();
  private final SourceServer server = new SourceServer();
  private Reservations reservations = RemoteImages.NO_MORE_ROOM;

  @AfterEach
  void stop() {
    server.close();
    Thread.interrupted();
  }

  @Test
  void landsWhatIsThere() {
    // Given
    byte[] image = SampleImages.qcow2(DISK);
    ImportJob job = job(image, "qcow2");

    // When
    Outcome outcome = run(job, store);

    // Then
    DigestValues digests = StagedImage.digestsOf(image);
    assertThat(outcome).isEqualTo(new Outcome.Done());
    assertThat(reports.landed())
        .isEqualTo(
            new Blob(
                "primary",
                StagedImage.fetched(job).value(),
                image.length,
                digests.md5(),
                "sha512",
                digests.sha512(),
                "qcow2",
                (long) DISK.length));
    assertThat(store.content(StagedImage.fetched(job))).isEqualTo(image);
    assertThat(reports.phases()).containsExactly("fetch", "land", "inspect");
  }

  @Test
  void landsWhatABrittleServerHas() {
    // Given
    server.brittle("/a", DISK, 3_000_000);
    ImportJob job = RemoteImages.job(server.url("/a"), Optional.empty(), "raw", ONE_GIB);

    // When
    Outcome outcome = run(job, store);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Done());
    assertThat(store.content(StagedImage.fetched(job))).isEqualTo(DISK);
  }

  @ParameterizedTest
  @CsvSource({"md5, MD5", "sha1, SHA-1", "sha256, SHA-256", "sha512, SHA-512"})
  void landsWhatHasTheExpectedDigest(String algorithm, String javaName) throws Exception {
    // Given
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance(javaName).digest(DISK));

    // Then
    assertThat(run(job(DISK, "raw", algorithm, digest), store)).isEqualTo(new Outcome.Done());
  }

  @Test
  @Tag("attack")
  @Tag("OSSN-0061")
  void refusesAnotherDigest() {
    // Given
    String other = "0".repeat(32);

    // Then
    assertRefused(
        job(DISK, "raw", "md5", other),
        "The md5 of the image at %s is %s, not %s as validation_data says."
            .formatted(server.url("/a"), StagedImage.digestsOf(DISK).md5(), other));
  }

  @Test
  void refusesATruncatedBody() {
    // Given
    server.truncated("/a", DISK, 4_000_000);

    // Then
    assertRefused(
        RemoteImages.job(server.url("/a"), Optional.empty(), "raw", ONE_GIB),
        "%s cannot be fetched: The connection broke after 4000000 of 5000192 bytes, and the server gives no entity tag to go on with."
            .formatted(server.url("/a")));
  }

  @Test
  void refusesWhatIsTooLarge() {
    // Given
    server.file("/a", DISK);

    // Then
    assertRefused(
        RemoteImages.job(server.url("/a"), Optional.empty(), "raw", 5_000_000),
        "%s cannot be fetched: It has more than 5000000 bytes, and there is no room for more."
            .formatted(server.url("/a")));
  }

  @Test
  void asksForMoreRoom() {
    // Given
    server.file("/a", DISK);
    reservations = (job, bytes) -> bytes * 2;

    // When
    Outcome outcome =
        run(RemoteImages.job(server.url("/a"), Optional.empty(), "raw", 1_000_000), store);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Done());
  }

  @Test
  void blamesNotTheSourceForARegistryThatIsAway() {
    // Given
    server.file("/a", DISK);
    reservations =
        (job, bytes) -> {
          throw new IllegalStateException("away");
        };

    // When
    Outcome outcome =
        run(RemoteImages.job(server.url("/a"), Optional.empty(), "raw", 1_000_000), store);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Abandoned.class);
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void refusesAPrivateAddress() {
    // Given
    String url = "http://127.0.0.2:%d/a".formatted(server.port());

    // Then
    assertRefused(
        RemoteImages.job(url, Optional.empty(), "raw", ONE_GIB),
        url + " cannot be fetched: Nothing is fetched from 127.0.0.2: it is a loopback address.");
  }

  @Test
  void doesNotJudgeWhatIsInsideAContainer() {
    // Given
    ImportJob job = RemoteImages.inContainer("ova", job(DISK, "vmdk"));

    // When
    Outcome outcome = run(job, store);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Done());
    assertThat(reports.landed().diskFormat()).isEqualTo("vmdk");
    assertThat(reports.landed().virtualSize()).isNull();
    assertThat(store.content(StagedImage.fetched(job))).isEqualTo(DISK);
  }

  @Test
  void unpacksWhatShowsOnlyAfterAWhileThatItIsPacked() {
    // Given a server that gives less at a time than the magic number has
    server.parts("/a", SampleImages.gzip(SampleImages.qcow2(new byte[512])));
    ImportJob job = RemoteImages.job(server.url("/a"), Optional.empty(), "qcow2", ONE_GIB);

    // When
    Outcome outcome = run(job, store, RemoteImages.on(server, new FetchLimits.Ahead(2, 2)));

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Done());
    assertThat(reports.landed().virtualSize()).isEqualTo(512);
  }

  @Test
  void refusesQcow2DeclaredAsRaw() {
    assertRefused(
        job(SampleImages.qcow2(DISK), "raw"), "The image is declared as raw but holds qcow2.");
  }

  @Test
  void refusesRawBytesDeclaredAsQcow2() {
    assertRefused(job(DISK, "qcow2"), "The image is declared as qcow2 but its bytes are raw.");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-014")
  void refusesABackingFile() {
    assertRefused(
        job(SampleImages.qcow2WithBackingFile(DISK), "qcow2"),
        "The image cannot be imported: qcow2: backing files are not allowed.");
  }

  @Test
  void refusesAnImageWhoseTablesAreNotThere() {
    // Given
    byte[] image = SampleImages.qcow2(DISK);
    ByteBuffer header = ByteBuffer.wrap(image);
    header.putLong((int) header.getLong(L1_OFFSET), 1L << 40);

    ImportJob job = job(image, "qcow2");

    // When
    Outcome outcome = run(job, store);

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.reason()).startsWith("The image cannot be imported: qcow2: "));
    assertThat(store.keys())
        .as("told, so that it is released")
        .containsExactly(StagedImage.fetched(job));
  }

  @Test
  void blamesNotTheSourceForAStoreThatIsAway() {
    // Given
    ImportJob job = job(DISK, "raw");
    store.failUploadsAfter(2_000_000, Failure.UNAVAILABLE);

    // Then
    assertThat(run(job, store)).isInstanceOf(Outcome.Abandoned.class);
    assertThat(store.keys()).isEmpty();
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-004")
  void leavesNothingWhenItIsCancelled() {
    // Given
    ObjectStore cancelling = new InterceptedStore(store, Thread.currentThread()::interrupt);

    // Then
    assertThat(run(job(DISK, "raw"), cancelling)).isInstanceOf(Outcome.Abandoned.class);
    assertThat(store.keys()).isEmpty();
  }

  private ImportJob job(byte[] image, String declaredFormat) {
    server.file("/a", image);
    return RemoteImages.job(server.url("/a"), Optional.empty(), declaredFormat, ONE_GIB);
  }

  private ImportJob job(byte[] image, String declaredFormat, String algorithm, String digest) {
    server.file("/a", image);
    return RemoteImages.job(
        server.url("/a"),
        Optional.of(new ExpectedDigest(algorithm, digest, "validation_data")),
        declaredFormat,
        ONE_GIB);
  }

  private void assertRefused(ImportJob job, String reason) {
    // When
    Outcome outcome = run(job, store);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Refused(reason));
    assertThat(store.keys()).isEmpty();
  }

  private Outcome run(ImportJob job, ObjectStore in) {
    return run(job, in, RemoteImages.on(server));
  }

  private Outcome run(ImportJob job, ObjectStore in, RemoteSources sources) {
    Heartbeat heartbeat = new Heartbeat(job, reports, () -> 0, () -> {}, (phase, bytes) -> {});
    return new RunImport(
            new Stores(Map.of("primary", in)), sources, reservations, StagedImage.RULES)
        .run(job, heartbeat);
  }
}
