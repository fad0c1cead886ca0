package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.Blob;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.events.ImportRun.Completed;
import io.vitrine.events.ImportRun.Failed;
import io.vitrine.identity.Caller;
import io.vitrine.identity.Role;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageStatus;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.Precondition;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.image.Visibility;
import io.vitrine.registry.importing.ImportSource.RemoteBytes;
import io.vitrine.registry.importing.ImportTask.State;
import io.vitrine.registry.quota.Limits;
import io.vitrine.registry.quota.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
  private static final String URL = "http://mirror.example/cirros.img?signature=secret";
  private static final long FIRST_RESERVATION = 64 << 20;
  private static final Caller SERVICE = new Caller("nova", "service", Set.of(Role.SERVICE));

  private final Registry registry = new Registry();
  private final UUID run = UUID.randomUUID();

  @Test
  void becomesWorkForAWorker() {
    // Given
    Image image = registry.queued();
    ExpectedDigest digest = new ExpectedDigest("md5", "0".repeat(32));

    // When
    ImportTask task = add(Registry.MEMBER, image, URL, Optional.of(digest));

    // Then
    assertThat(registry.image(image.id()).status())
        .isEqualTo(new ImageStatus.Importing(null, null, task.id(), FIRST_RESERVATION));
    assertThat(task.type()).isEqualTo("location_import");
    assertThat(task.source())
        .isInstanceOfSatisfying(
            RemoteBytes.class,
            location -> {
              assertThat(location.url().uri()).hasToString(URL);
              assertThat(location.expected()).contains(digest);
            });
    assertThat(task.destination()).isEqualTo(new Destination(List.of("primary"), true, null));
    assertThat(registry.catalogue.facts)
        .contains(new ImportRequested(image.id(), task.id(), "demo", 1));
  }

  @Test
  void getsRoomAsTheWorkerAsksForIt() {
    // Given
    ImportTask task = add(Registry.MEMBER, registry.queued(), URL);
    claim(task);

    // When
    long room = registry.reservations.extend(task.imageId(), task.id()).await().indefinitely();

    // Then
    assertThat(room).isEqualTo(2 * FIRST_RESERVATION);
    assertThat(registry.image(task.imageId()).status())
        .isEqualTo(new ImageStatus.Importing(null, null, task.id(), room));
  }

  @Test
  void endsActiveWithWhatTheWorkerFetched() {
    // Given
    ImportTask task = add(Registry.MEMBER, registry.queued(), URL);
    claim(task);
    Blob blob = Registry.blob(task.targetKey(run));

    // When
    registry.runs.on(new Completed(task.imageId(), task.id(), run, blob)).await().indefinitely();

    // Then
    assertThat(registry.image(task.imageId()).data().map(StoredData::first).map(Location::key))
        .contains(blob.key());
    assertThat(registry.releasedKeys()).isEmpty();
  }

  @Test
  void isQueuedAgainWithTheReasonOfAFailure() {
    // Given
    ImportTask task = add(Registry.MEMBER, registry.queued(), URL);
    claim(task);

    // When
    registry
        .runs
        .on(new Failed(task.imageId(), task.id(), run, "it is not there"))
        .await()
        .indefinitely();

    // Then
    assertThat(registry.image(task.imageId()).status()).isEqualTo(new ImageStatus.Queued());
    assertThat(registry.catalogue.tasks.get(task.id()).state())
        .isEqualTo(new State.Failed(1, "it is not there"));
    assertThat(registry.released()).isEqualTo(Registry.leftovers(task, run));
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2015-004")
  void leavesNothingOfADeletedImage() {
    // Given
    ImportTask task = add(Registry.MEMBER, registry.queued(), URL);
    claim(task);
    registry
        .deletion
        .delete(Registry.MEMBER, task.imageId(), Precondition.NONE)
        .await()
        .indefinitely();

    // When
    registry.expire(task);

    // Then
    assertThat(registry.released()).isEqualTo(Registry.leftovers(task, run));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://169.254.169.254/",
        "http://[::1]/",
        "http://mirror.example:22/",
        "http://user:secret@mirror.example/",
        "http://0x7f.1/",
        "http:",
        "http:// /",
      })
  @Tag("attack")
  @Tag("OSSA-2026-004")
  void refusesUrlsThatLeadAstray(String url) {
    Image image = registry.queued();
    assertProblem(ProblemKind.BAD_REQUEST, () -> add(Registry.MEMBER, image, url));
    assertThat(registry.image(image.id())).isEqualTo(image);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "image.img", "file:///etc/passwd", "s3://primary/key", "ftp://a/b"})
  @Tag("attack")
  @Tag("OSSA-2014-041")
  void refusesOtherSchemes(String url) {
    Image image = registry.queued();
    assertProblem(ProblemKind.FORBIDDEN, () -> add(Registry.MEMBER, image, url));
    assertProblem(ProblemKind.BAD_REQUEST, () -> add(Registry.ADMIN, image, url));
    assertProblem(ProblemKind.BAD_REQUEST, () -> add(SERVICE, image, url));
  }

  @Test
  void aServiceAddsToImagesOfOthers() {
    // Given
    Image image = registry.queued(Registry.attributes(Visibility.PRIVATE, "raw", false));

    // When
    ImportTask task = add(SERVICE, image, URL);

    // Then
    assertThat(task.imageId()).isEqualTo(image.id());
  }

  @Test
  @Tag("attack")
  @Tag("OSSA-2016-006")
  void onlyAQueuedImageGetsALocation() {
    Image image = registry.active();
    assertProblem(ProblemKind.CONFLICT, () -> add(Registry.MEMBER, image, URL));
  }

  @Test
  void onlyAnImageWithFormatsGetsALocation() {
    Image image = registry.queued(Registry.attributes(Visibility.SHARED, null, false));
    assertProblem(ProblemKind.CONFLICT, () -> add(Registry.MEMBER, image, URL));
  }

  @Test
  void countsAsAnUpload() {
    // Given
    Registry limited =
        new Registry(
            new Limits(Map.of(Resource.IMAGE_COUNT_UPLOADING, 1L), Map.of()), Duration.ZERO);
    add(limited, Registry.MEMBER, limited.queued(), URL, Optional.empty());
    Image second = limited.queued();

    // Then
    assertProblem(
        ProblemKind.TOO_LARGE, () -> add(limited, Registry.MEMBER, second, URL, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "md5, d41d8cd98f00b204e9800998ecf8427",
    "md5, d41d8cd98f00b204e9800998ecf8427e0",
    "md5, D41D8CD98F00B204E9800998ECF8427E",
    "md5, x41d8cd98f00b204e9800998ecf8427e",
    "sha1, d41d8cd98f00b204e9800998ecf8427e",
    "sha3, d41d8cd98f00b204e9800998ecf8427e",
    "MD5, d41d8cd98f00b204e9800998ecf8427e",
  })
  void aDigestHasTheFormOfItsAlgorithm(String algorithm, String value) {
    assertThatThrownBy(() -> new ExpectedDigest(algorithm, value))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void claim(ImportTask task) {
    assertThat(registry.claim(run).task().id()).isEqualTo(task.id());
  }

  private ImportTask add(Caller caller, Image image, String url) {
    return add(caller, image, url, Optional.empty());
  }

  private ImportTask add(
      Caller caller, Image image, String url, Optional<ExpectedDigest> expected) {
    return add(registry, caller, image, url, expected);
  }

  private static ImportTask add(
      Registry registry,
      Caller caller,
      Image image,
      String url,
      Optional<ExpectedDigest> expected) {
    return registry
        .locations
        .add(caller, image.id(), url, expected, "req-1")
        .await()
        .indefinitely();
  }

  private static void assertProblem(ProblemKind kind, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().kind()).isEqualTo(kind));
  }
}
