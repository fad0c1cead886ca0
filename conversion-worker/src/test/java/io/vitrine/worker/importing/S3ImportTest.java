package io.vitrine.worker.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.Blob;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.objectstore.S3ObjectStore;
import io.vitrine.objectstore.S3Server;
import io.vitrine.objectstore.Stores;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports from a real S3 server into it. */
class S3ImportTest {
  private static final byte[] DISK = SampleImages.disk(40 << 20);
  private static S3Server server;
  private static S3ObjectStore store;

  private final RecordedReports reports = new RecordedReports();

  @BeforeAll
  static void start() {
    server = S3Server.start();
    store = S3ObjectStore.connect(server.settings(5 << 20));
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @Test
  void convertsQcow2ToRaw() {
    // Given
    ImportJob job = StagedImage.in(store, SampleImages.qcow2(DISK), "qcow2").to("raw");

    // When
    Blob blob = landed(run(job));

    // Then
    assertThat(bytesOf(blob)).isEqualTo(DISK);
    assertThat(blob.checksum()).isEqualTo(StagedImage.digestsOf(DISK).md5());
    assertThat(blob.osHashValue()).isEqualTo(StagedImage.digestsOf(DISK).sha512());
  }

  @ParameterizedTest
  @ValueSource(strings = {"qcow2", "qcow2-zstd"})
  void convertsRawToQcow2(String outputFormat) {
    // Given
    ImportJob job = StagedImage.in(store, DISK, "raw").to(outputFormat);

    // When
    Blob blob = landed(run(job));

    // Then
    assertThat(SampleImages.diskIn(bytesOf(blob))).isEqualTo(DISK);
    assertThat(blob.virtualSize()).isEqualTo(DISK.length);
    assertThat(blob.checksum()).isEqualTo(StagedImage.digestsOf(bytesOf(blob)).md5());
  }

  @Test
  void leavesNoPartOfATruncatedImage() {
    // Given
    byte[] half = SampleImages.truncated(SampleImages.qcow2(DISK));
    ImportJob job = StagedImage.in(store, half, "qcow2").to("raw");

    // When
    Outcome outcome = run(job);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(server.files()).noneMatch(file -> file.contains(job.runId().toString()));
  }

  private Outcome run(ImportJob job) {
    Heartbeat heartbeat = new Heartbeat(job, reports, () -> 0, () -> {}, (phase, bytes) -> {});
    return new RunImport(
            new Stores(Map.of("primary", store)),
            RemoteImages.NOWHERE,
            RemoteImages.NO_MORE_ROOM,
            StagedImage.RULES)
        .run(job, heartbeat);
  }

  private Blob landed(Outcome outcome) {
    assertThat(outcome).isEqualTo(new Outcome.Done());
    return reports.landed();
  }

  private static byte[] bytesOf(Blob blob) {
    byte[] bytes = new byte[Math.toIntExact(blob.size())];
    store.read(new ObjectKey(blob.key()), 0, bytes, 0, bytes.length);
    return bytes;
  }
}
