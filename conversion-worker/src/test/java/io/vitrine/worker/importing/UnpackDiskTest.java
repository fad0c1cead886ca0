package io.vitrine.worker.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.events.ImportRun.Unpacked;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.Stores;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnpackDiskTest {
  private static final byte[] DISK = SampleImages.disk(9_000_448);
  private static final byte[] QCOW2 = SampleImages.qcow2(DISK);

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final RecordedReports reports = new RecordedReports();

  @ParameterizedTest
  @CsvSource({"SHA256, %64s", "SHA512, %128s"})
  void refusesADiskInAnOvaThatIsNotWhatTheManifestSays(String algorithm, String form) {
    // Given
    String digest = form.formatted("").replace(' ', '0');
    byte[] ova = SampleImages.ova(QCOW2, "%s(disk.img)= %s".formatted(algorithm, digest));
    StagedImage staged = StagedImage.in(store, ova, "qcow2");

    // When
    Outcome outcome = run(RemoteImages.inContainer("ova", staged.to("raw")));

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .startsWith(
                        "The %s of the disk that is packed in it is "
                            .formatted(algorithm.toLowerCase(Locale.ROOT)))
                    .endsWith(", not %s as its manifest says.".formatted(digest)));
    assertThat(store.keys()).containsExactly(staged.key());
    assertThat(reports.phases()).containsExactly("inspect", "decompress");
  }

  @Test
  void takesTheDiskOutOfAnOvaWithWhatThatSaysOfTheMachine() {
    // Given
    String manifest = "SHA512(disk.img)= " + StagedImage.digestsOf(QCOW2).sha512();
    StagedImage staged = StagedImage.in(store, SampleImages.ova(QCOW2, manifest), "qcow2");
    ImportJob job = RemoteImages.inContainer("ova", staged.to("raw"));

    // When
    Outcome outcome = run(job);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Done());
    assertThat(store.content(StagedImage.unpacked(job))).isEqualTo(QCOW2);
    assertThat(store.content(StagedImage.target(job))).isEqualTo(DISK);
    assertThat(reports.landed().diskFormat()).isEqualTo("raw");
    assertThat(reports.phases())
        .containsExactly("inspect", "decompress", "land", "convert", "verify");
    Unpacked unpacked = reports.staged().unpacked();
    assertThat(unpacked.containerFormat()).isEqualTo("bare");
    assertThat(unpacked.diskFormat()).isEqualTo("qcow2");
    assertThat(unpacked.minDisk()).isEqualTo(2);
    assertThat(unpacked.minRam()).isEqualTo(512);
    assertThat(unpacked.properties()).containsEntry("hw_firmware_type", "uefi");
  }

  @Test
  void leavesAnOvaWhatItIsThatIsNotToBeConverted() {
    // Given
    StagedImage staged = StagedImage.in(store, SampleImages.ova(QCOW2, ""), "qcow2");

    // When
    Outcome outcome = run(RemoteImages.inContainer("ova", staged.to(null)));

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Done());
    assertThat(reports.landed().key()).isEqualTo(staged.blob().key());
    assertThat(store.keys()).containsExactly(staged.key());
  }

  @Test
  void unpacksACompressedDisk() {
    // Given
    ImportJob job = StagedImage.in(store, SampleImages.gzip(QCOW2), "qcow2").to(null);

    // When
    Outcome outcome = run(job);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Done());
    assertThat(reports.staged().blob().key()).isEqualTo(StagedImage.unpacked(job).value());
    assertThat(reports.staged().blob().osHashValue())
        .isEqualTo(StagedImage.digestsOf(QCOW2).sha512());
    assertThat(reports.staged().unpacked())
        .isEqualTo(new Unpacked("bare", "qcow2", 0, 0, Map.of()));
    assertThat(reports.landed().key()).isEqualTo(StagedImage.unpacked(job).value());
    assertThat(store.content(StagedImage.unpacked(job))).isEqualTo(QCOW2);
  }

  @Test
  void refusesADiskThatIsLargerThanThereIsRoomFor() {
    // Given
    StagedImage staged =
        StagedImage.in(store, SampleImages.gzip(QCOW2), "qcow2").limitedTo(1_000_000);

    // Then
    assertThat(run(staged.to(null)))
        .isEqualTo(
            new Outcome.Refused(
                "The disk that is packed in it has more bytes than the 1000000 that there is room"
                    + " for."));
    assertThat(store.keys()).containsExactly(staged.key());
  }

  @Test
  void goesOnWithWhatAnEarlierRunHasUnpacked() {
    // Given
    ImportJob job = StagedImage.unpackedIn(store, QCOW2, "qcow2").to("raw");

    // When
    Outcome outcome = run(job);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Done());
    assertThat(store.content(StagedImage.target(job))).isEqualTo(DISK);
    assertThat(reports.phases()).containsExactly("inspect", "convert", "land", "verify");
  }

  @Test
  void unpacksNothingTwice() {
    // Given
    ImportJob job = StagedImage.unpackedIn(store, SampleImages.gzip(QCOW2), "qcow2").to("raw");

    // Then
    assertThat(run(job))
        .isEqualTo(new Outcome.Refused("The image is declared as qcow2 but its bytes are raw."));
  }

  private Outcome run(ImportJob job) {
    return new RunImport(
            new Stores(Map.of("primary", store)),
            RemoteImages.NOWHERE,
            RemoteImages.NO_MORE_ROOM,
            StagedImage.RULES)
        .run(job, new Heartbeat(job, reports, () -> 0, () -> {}, (phase, bytes) -> {}));
  }
}
