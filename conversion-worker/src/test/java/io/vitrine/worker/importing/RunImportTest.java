package io.vitrine.worker.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.diskformats.DiskFormat;
import io.vitrine.events.Blob;
import io.vitrine.objectstore.DigestValues;
import io.vitrine.objectstore.Failure;
import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.ObjectStore;
import io.vitrine.objectstore.ObjectStoreException;
import io.vitrine.objectstore.Stores;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunImportTest {
  private static final byte[] DISK = SampleImages.disk(5_000_192);

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final RecordedReports reports = new RecordedReports();

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void convertsQcow2ToRaw() {
    // Given
    ImportJob job = StagedImage.in(store, SampleImages.qcow2(DISK), "qcow2").to("raw");

    // When
    Outcome outcome = run(job, store);

    // Then
    DigestValues digests = StagedImage.digestsOf(DISK);
    assertThat(landed(outcome))
        .isEqualTo(
            new Blob(
                "primary",
                StagedImage.target(job).value(),
                DISK.length,
                digests.md5(),
                "sha512",
                digests.sha512(),
                "raw",
                (long) DISK.length));
    assertThat(store.content(StagedImage.target(job))).isEqualTo(DISK);
    assertThat(reports.phases()).containsExactly("inspect", "convert", "land", "verify");
  }

  @Test
  void convertsRawToQcow2() {
    // Given
    ImportJob job = StagedImage.in(store, DISK, "raw").to("qcow2");

    // When
    Outcome outcome = run(job, store);

    // Then
    byte[] image = store.content(StagedImage.target(job));
    assertThat(SampleImages.diskIn(image)).isEqualTo(DISK);
    assertThat(landed(outcome).diskFormat()).isEqualTo("qcow2");
    assertThat(landed(outcome).virtualSize()).isEqualTo(DISK.length);
    assertThat(landed(outcome).checksum()).isEqualTo(StagedImage.digestsOf(image).md5());
  }

  @ParameterizedTest
  @CsvSource({
    "vdi, raw",
    "vdi, qcow2",
    "vhd, raw",
    "vhd, qcow2",
    "ploop, raw",
    "ploop, qcow2",
    "ploop, vmdk",
    "vhdx, raw",
    "vhdx, qcow2"
  })
  void convertsDisksOfOtherHypervisors(String format, String outputFormat) {
    // Given
    byte[] staged =
        switch (format) {
          case "vdi" -> SampleImages.vdi(DISK);
          case "vhd" -> SampleImages.vhd(DISK);
          case "ploop" -> SampleImages.ploop(DISK);
          default -> SampleImages.unclosedVhdx(DISK);
        };
    ImportJob job = StagedImage.in(store, staged, format).to(outputFormat);

    // When
    Outcome outcome = run(job, store);

    // Then
    byte[] image = store.content(StagedImage.target(job));
    assertThat(landed(outcome).diskFormat()).isEqualTo(outputFormat);
    assertThat(landed(outcome).virtualSize()).isEqualTo(DISK.length);
    DiskFormat written = DiskFormat.fromWireName(outputFormat).orElseThrow();
    assertThat(SampleImages.diskIn(image, written)).isEqualTo(DISK);
  }

  /** Who reads it later may see another disk in it than we would have judged. */
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "vhdx")
  void keepsNoVhdxThatWasNotClosed(String outputFormat) {
    byte[] staged = SampleImages.unclosedVhdx(DISK);
    assertRefused(
        StagedImage.in(store, staged, "vhdx").to(outputFormat),
        "The image cannot be imported: "
            + "vhdx: the image was not closed properly: there are changes in its log.");
    assertRefused(
        StagedImage.in(store, staged, "vhd").to("raw"),
        "The image is declared as vhd but its bytes are vhdx.");
    assertRefused(
        StagedImage.in(store, staged, "raw").to(outputFormat),
        "The image is declared as raw but holds vhdx.");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2026-002")
  void refusesPloopBytesThatAreDeclaredAsSomethingElse() {
    byte[] staged = SampleImages.ploop(DISK);
    assertRefused(
        StagedImage.in(store, staged, "raw").to(null),
        "The image is declared as raw but holds ploop.");
    assertRefused(
        StagedImage.in(store, staged, "vdi").to("raw"),
        "The image is declared as vdi but its bytes are ploop.");
    assertRefused(
        StagedImage.in(store, DISK, "ploop").to(null),
        "The image is declared as ploop but its bytes are raw.");
  }

  @ParameterizedTest
  @CsvSource({
    "raw, qcow2-zlib",
    "raw, qcow2-zstd",
    "raw, vmdk",
    "qcow2, qcow2-zlib",
    "qcow2, qcow2-zstd",
    "qcow2, vmdk"
  })
  void packsDisks(String format, String outputFormat) {
    // Given
    byte[] staged = format.equals("raw") ? DISK : SampleImages.qcow2(DISK);
    ImportJob job = StagedImage.in(store, staged, format).to(outputFormat);

    // When
    Blob landed = landed(run(job, store));

    // Then
    byte[] image = store.content(StagedImage.target(job));
    DiskFormat written = outputFormat.equals("vmdk") ? DiskFormat.VMDK : DiskFormat.QCOW2;
    assertThat(SampleImages.diskIn(image, written)).isEqualTo(DISK);
    assertThat(landed.diskFormat()).isEqualTo(written.wireName());
    assertThat(landed.size()).isEqualTo(image.length);
    assertThat(landed.virtualSize()).isEqualTo(DISK.length);
    assertThat(landed.checksum()).isEqualTo(StagedImage.digestsOf(image).md5());
    assertThat(landed.osHashValue()).isEqualTo(StagedImage.digestsOf(image).sha512());
  }

  @ParameterizedTest
  @ValueSource(strings = {"qcow2-zlib", "vmdk"})
  void refusesAResultThatBecomesTooLargeWhileItIsWritten(String outputFormat) {
    ImportJob job = StagedImage.in(store, DISK, "raw").limitedTo(1_000_000).to(outputFormat);
    assertRefused(
        job,
        "The image as %s has more bytes than the 1000000 that there is room for."
            .formatted(outputFormat));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "qcow2")
  void movesNoByteWhereNothingHasToChange(String outputFormat) {
    // Given
    StagedImage staged = StagedImage.in(store, SampleImages.qcow2(DISK), "qcow2");

    // When
    Outcome outcome = run(staged.to(outputFormat), store);

    // Then
    assertThat(landed(outcome).key()).isEqualTo(staged.blob().key());
    assertThat(landed(outcome).checksum()).isEqualTo(staged.blob().checksum());
    assertThat(landed(outcome).virtualSize()).isEqualTo(DISK.length);
    assertThat(store.keys()).containsExactly(staged.key());
    assertThat(reports.phases()).containsExactly("inspect");
  }

  @Test
  void leavesAnIsoImageWhatItIs() {
    // Given
    byte[] iso = new byte[64 * 1024];
    System.arraycopy("\001CD001".getBytes(StandardCharsets.US_ASCII), 0, iso, 32 * 1024, 6);
    StagedImage staged = StagedImage.in(store, iso, "iso");

    // When
    Outcome outcome = run(staged.to("raw"), store);

    // Then
    assertThat(landed(outcome).key()).isEqualTo(staged.blob().key());
    assertThat(landed(outcome).diskFormat()).isEqualTo("iso");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "raw")
  void doesNotJudgeNorConvertWhatIsInsideAContainer(String outputFormat) {
    // Given
    StagedImage staged = StagedImage.in(store, DISK, "vmdk");

    // When
    Outcome outcome = run(RemoteImages.inContainer("docker", staged.to(outputFormat)), store);

    // Then
    assertThat(landed(outcome).key()).isEqualTo(staged.blob().key());
    assertThat(landed(outcome).diskFormat()).isEqualTo("vmdk");
    assertThat(landed(outcome).virtualSize()).isNull();
  }

  @Test
  void refusesRawBytesDeclaredAsQcow2() {
    ImportJob job = StagedImage.in(store, DISK, "qcow2").to("raw");
    assertRefused(job, "The image is declared as qcow2 but its bytes are raw.");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "qcow2")
  void refusesQcow2DeclaredAsRaw(String outputFormat) {
    ImportJob job = StagedImage.in(store, SampleImages.qcow2(DISK), "raw").to(outputFormat);
    assertRefused(job, "The image is declared as raw but holds qcow2.");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "raw")
  @Tag("attack")
  @Tag("OSSA-2015-014")
  void refusesABackingFile(String outputFormat) {
    ImportJob job =
        StagedImage.in(store, SampleImages.qcow2WithBackingFile(DISK), "qcow2").to(outputFormat);
    assertRefused(job, "The image cannot be imported: qcow2: backing files are not allowed.");
  }

  @Test
  void refusesATruncatedImage() {
    // Given
    byte[] half = SampleImages.truncated(SampleImages.qcow2(DISK));
    StagedImage staged = StagedImage.in(store, half, "qcow2");

    // When
    Outcome outcome = run(staged.to("raw"), store);

    // Then
    assertThat(((Outcome.Refused) outcome).reason())
        .startsWith("The image cannot be imported: qcow2: the image is cut short");
    assertThat(store.keys()).containsExactly(staged.key());
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2013-029")
  void refusesAResultThatWouldBeTooLarge() {
    ImportJob job =
        StagedImage.in(store, SampleImages.qcow2(DISK), "qcow2").limitedTo(4_000_000).to("raw");
    assertRefused(job, "The image as raw has more bytes than the 4000000 that there is room for.");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-014")
  void refusesAnUnclosedImageHiddenInTheDisk() {
    byte[] disk = SampleImages.unclosedVhdx(new byte[512]);
    ImportJob job = StagedImage.in(store, SampleImages.qcow2(disk), "qcow2").to("raw");
    assertRefused(job, "The disk in the image is itself an image (vhdx).");
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-014")
  void refusesAnImageHiddenInTheDisk() {
    byte[] disk = new byte[1 << 20];
    byte[] inner = SampleImages.qcow2WithBackingFile(new byte[512]);
    System.arraycopy(inner, 0, disk, 0, inner.length);
    ImportJob job = StagedImage.in(store, SampleImages.qcow2(disk), "qcow2").to("raw");
    assertRefused(job, "The image cannot be imported: qcow2: backing files are not allowed.");
  }

  @Test
  void refusesWhatItCannotConvert() {
    ImportJob job = StagedImage.in(store, DISK, "ami").to("raw");
    assertRefused(job, "Converting ami to raw is not supported.");
  }

  @Test
  void blamesNotTheImageForAStoreThatIsAway() {
    // Given
    StagedImage staged = StagedImage.in(store, SampleImages.qcow2(DISK), "qcow2");
    store.failUploadsAfter(2_000_000, Failure.UNAVAILABLE);

    // When
    Outcome outcome = run(staged.to("raw"), store);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Abandoned.class);
    assertThat(store.keys()).containsExactly(staged.key());
  }

  @Test
  void blamesNotTheImageForABug() {
    // Given
    StagedImage staged = StagedImage.in(store, SampleImages.qcow2(DISK), "qcow2");
    ObjectStore buggy =
        new InterceptedStore(
            store,
            () -> {
              throw new IllegalStateException("a bug");
            });

    // When
    Outcome outcome = run(staged.to("raw"), buggy);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Abandoned.class);
    assertThat(store.keys()).containsExactly(staged.key());
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-004")
  void leavesNothingWhenItIsCancelled() {
    // Given
    StagedImage staged = StagedImage.in(store, SampleImages.qcow2(DISK), "qcow2");
    ObjectStore cancelling = new InterceptedStore(store, Thread.currentThread()::interrupt);

    // When
    Outcome outcome = run(staged.to("raw"), cancelling);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Abandoned.class);
    assertThat(store.keys()).containsExactly(staged.key());
  }

  @Test
  void abandonsAnImportWhoseSourceIsGone() {
    // Given
    StagedImage staged = StagedImage.in(store, DISK, "raw");
    store.delete(staged.key());

    // When
    Outcome outcome = run(staged.to(null), store);

    // Then
    assertThat(((Outcome.Abandoned) outcome).cause()).isInstanceOf(ObjectStoreException.class);
  }

  @Test
  void abandonsAnImportIntoAStoreThatIsNotKnownYet() {
    // Given
    StagedImage staged = StagedImage.in(store, SampleImages.qcow2(DISK), "qcow2");
    ImportJob job = staged.into(new Blob.Copy("new", "blobs/a/b"), "raw");

    // Then
    assertThat(run(job, store)).isInstanceOf(Outcome.Abandoned.class);
  }

  private void assertRefused(ImportJob job, String reason) {
    // When
    Outcome outcome = run(job, store);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Refused(reason));
    assertThat(store.keys()).doesNotContain(StagedImage.target(job));
  }

  private Outcome run(ImportJob job, ObjectStore in) {
    Heartbeat heartbeat = new Heartbeat(job, reports, () -> 0, () -> {}, (phase, bytes) -> {});
    return new RunImport(
            new Stores(Map.of("primary", in)),
            RemoteImages.NOWHERE,
            RemoteImages.NO_MORE_ROOM,
            StagedImage.RULES)
        .run(job, heartbeat);
  }

  private Blob landed(Outcome outcome) {
    assertThat(outcome).isEqualTo(new Outcome.Done());
    return reports.landed();
  }
}
