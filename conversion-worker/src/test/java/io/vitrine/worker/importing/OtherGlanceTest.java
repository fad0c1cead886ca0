package io.vitrine.worker.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.vitrine.events.ImportRun;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.Stores;
import io.vitrine.worker.fetch.SourceServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherGlanceTest {
  private static final byte[] DISK = SampleImages.disk(1_000_448);
  private static final UUID IMAGE = UUID.randomUUID();
  private static final String PATH = "/image/v2/images/" + IMAGE;

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final RecordedReports reports = new RecordedReports();
  private final SourceServer server = new SourceServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void takesFromTheRecordWhatTheDiskIsAndHowItIsRun() {
    // Given
    has(
        """
        {"status": "active", "container_format": "bare", "disk_format": "qcow2", "min_disk": 3,
         "min_ram": 512, "os_type": "linux", "os_hash_algo": "sha512", "os_hash_value": "%s",
         "checksum": "%s", "owner_specified.x": "y"}
        """
            .formatted(StagedImage.digestsOf(SampleImages.qcow2(DISK)).sha512(), "0".repeat(32)),
        SampleImages.qcow2(DISK));

    // When
    Outcome outcome = run();

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Done());
    assertThat(reports.staged().unpacked())
        .isEqualTo(new ImportRun.Unpacked("bare", "qcow2", 3, 512, Map.of("os_type", "linux")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ova", "docker", "compressed"})
  void judgesNotAsABareDiskWhatLiesInAContainer(String container) {
    // Given
    has(
        """
        {"status": "active", "container_format": "%s", "disk_format": "vmdk"}
        """
            .formatted(container),
        DISK);

    // When
    Outcome outcome = run();

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Done());
    assertThat(reports.staged().unpacked())
        .isEqualTo(new ImportRun.Unpacked(container, "vmdk", 0, 0, Map.of()));
    assertThat(reports.landed().diskFormat()).isEqualTo("vmdk");
  }

  @Test
  void judgesABareDiskByItsFirstBytes() {
    // Given
    has(
        """
        {"status": "active", "container_format": "bare", "disk_format": "vmdk"}
        """,
        DISK);

    // Then
    assertThat(run())
        .isEqualTo(new Outcome.Refused("The image is declared as vmdk but its bytes are raw."));
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void takesNoDigestThatIsNone() {
    // Given
    has(
        """
        {"status": "active", "container_format": "bare", "disk_format": "raw",
         "os_hash_algo": "sha512", "os_hash_value": null, "checksum": null}
        """,
        DISK);

    // Then
    assertThat(run()).isEqualTo(new Outcome.Done());
  }

  @Test
  void holdsTheBytesAgainstTheRecord() {
    // Given
    has(
        """
        {"status": "active", "container_format": "bare", "disk_format": "raw",
         "os_hash_algo": null, "os_hash_value": null, "checksum": "%s"}
        """
            .formatted("0".repeat(32)),
        DISK);

    // Then
    assertThat(run())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .endsWith(
                        " is %s, not %s as the other image service says."
                            .formatted(StagedImage.digestsOf(DISK).md5(), "0".repeat(32))));
    assertThat(store.keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"queued\"", "null", "3"})
  void refusesAnImageThatIsNotThere(String status) {
    // Given
    has("{\"status\": %s}".formatted(status), DISK);

    // Then
    assertThat(run())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).endsWith(" and not active."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"null\"", "7", "\"rar\""})
  void refusesAContainerThatNobodyKnows(String container) {
    // Given
    has(
        """
        {"status": "active", "container_format": %s, "disk_format": "raw"}
        """
            .formatted(container),
        DISK);

    // Then
    assertThat(run())
        .isEqualTo(
            new Outcome.Refused(
                "The other image service says no container_format that is known here."));
  }

  private void has(String record, byte[] bytes) {
    server.at(PATH, exchange -> send(exchange, record));
    server.file(PATH + "/file", bytes);
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private Outcome run() {
    ImportJob job = RemoteImages.ofGlance(server.url("/image"), IMAGE);
    return new RunImport(
            new Stores(Map.of("primary", store)),
            RemoteImages.on(server),
            RemoteImages.NO_MORE_ROOM,
            StagedImage.RULES)
        .run(job, new Heartbeat(job, reports, () -> 0, () -> {}, (phase, bytes) -> {}));
  }
}
