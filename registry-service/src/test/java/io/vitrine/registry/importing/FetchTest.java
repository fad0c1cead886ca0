package io.vitrine.registry.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageStatus;
import io.vitrine.registry.image.Visibility;
import io.vitrine.registry.importing.ImportSource.OtherGlance;
import io.vitrine.registry.importing.ImportSource.RemoteBytes;
import io.vitrine.registry.importing.RequestFetch.OtherImage;
import io.vitrine.registry.quota.Limits;
import io.vitrine.registry.quota.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports from the web, and from other image services. */
class FetchTest {
  private static final String URL = "https://mirror.example/cirros.img?signature=secret";
  private static final long FIRST_RESERVATION = 64 << 20;
  private static final UUID OTHER_ID = new UUID(1, 2);

  private final Registry registry = new Registry();

  private static Uni<ImportTask> web(Registry registry, Image image, String url, Wish wish) {
    return registry.fetches.fromWeb(Registry.MEMBER, image.id(), () -> url, wish, "req-1");
  }

  private Uni<ImportTask> glance(Image image, String region) {
    return registry.fetches.fromGlance(
        Registry.MEMBER,
        image.id(),
        new OtherImage(region, OTHER_ID),
        "token",
        Wish.PLAIN,
        "req-1");
  }

  private static void refuses(ProblemKind kind, Uni<ImportTask> request) {
    assertThatThrownBy(() -> request.await().indefinitely())
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().kind()).isEqualTo(kind));
  }

  @Test
  void aUrlBecomesWorkForAWorker() {
    // Given
    Image image = registry.queued();
    ExpectedDigest digest = new ExpectedDigest("md5", "0".repeat(32));
    Wish wish = new Wish(List.of("cold"), false, true, Optional.empty(), Optional.of(digest));
    // When
    ImportTask task = web(registry, image, URL, wish).await().indefinitely();
    // Then
    assertThat(registry.image(image.id()).status())
        .isEqualTo(new ImageStatus.Importing(null, null, task.id(), FIRST_RESERVATION));
    assertThat(task.type()).isEqualTo("api_image_import");
    assertThat(task.destination()).isEqualTo(new Destination(List.of("cold"), true, null));
    assertThat(task.source())
        .isInstanceOfSatisfying(
            RemoteBytes.class,
            source -> {
              assertThat(source.method()).isEqualTo(ImportMethod.WEB_DOWNLOAD);
              assertThat(source.url().uri()).hasToString(URL);
              assertThat(source.expected()).contains(digest);
            });
    assertThat(registry.facts(ImportRequested.class))
        .containsExactly(new ImportRequested(image.id(), task.id(), "demo", 1));
  }

  @Test
  void anImageOfAnotherServiceBecomesWorkForAWorker() {
    // Given
    Image image = registry.queued();
    // When
    ImportTask task = glance(image, "east").await().indefinitely();
    // Then
    assertThat(task.destination().stores()).containsExactly("primary");
    assertThat(task.source())
        .isInstanceOfSatisfying(
            OtherGlance.class,
            source -> {
              assertThat(source.region()).isEqualTo("east");
              assertThat(source.endpoint().host()).isEqualTo("glance.east.example");
              assertThat(source.imageId()).isEqualTo(OTHER_ID);
              assertThat(source.token()).contains("token");
            });
  }

  @Test
  void anUnknownRegionIsRefused() {
    refuses(ProblemKind.BAD_REQUEST, glance(registry.queued(), "west"));
  }

  @Test
  void onlyAQueuedImageIsFetched() {
    Image active = registry.active();

    refuses(ProblemKind.CONFLICT, web(registry, active, URL, Wish.PLAIN));
    refuses(ProblemKind.CONFLICT, glance(active, "east"));
    assertThat(registry.image(active.id())).isEqualTo(active);
  }

  @Test
  void theStatusIsLookedAtBeforeTheUrl() {
    refuses(ProblemKind.CONFLICT, web(registry, registry.active(), "nonsense", Wish.PLAIN));
  }

  @Test
  void formatsMayBeUnsetOnlyWhereTheSourceSaysThem() {
    Image image = registry.queued(Registry.attributes(Visibility.SHARED, null, false));

    refuses(ProblemKind.CONFLICT, web(registry, image, URL, Wish.PLAIN));
    assertThat(glance(image, "east").await().indefinitely().imageId()).isEqualTo(image.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://127.0.0.1/",
        "http://169.254.169.254/",
        "http://mirror.example:22/",
        "http://user:secret@mirror.example/",
        "file:///etc/passwd",
        "ftp://mirror.example/a",
      })
  void urlsThatLeadAstrayAreRefused(String url) {
    Image image = registry.queued();

    refuses(ProblemKind.BAD_REQUEST, web(registry, image, url, Wish.PLAIN));
    assertThat(registry.image(image.id())).isEqualTo(image);
    assertThat(registry.catalogue.tasks).isEmpty();
  }

  @Test
  void isForWhoeverMayModifyTheImage() {
    Image image = registry.queued();

    refuses(
        ProblemKind.FORBIDDEN,
        registry.fetches.fromWeb(Registry.READER, image.id(), () -> URL, Wish.PLAIN, "req-1"));
    refuses(
        ProblemKind.NOT_FOUND,
        registry.fetches.fromWeb(Registry.STRANGER, image.id(), () -> URL, Wish.PLAIN, "req-1"));
  }

  @Test
  void everyStoreGetsRoomAsTheWorkerAsksForIt() {
    // Given
    ImportTask task =
        web(registry, registry.queued(), URL, Registry.to(true, "cold", "other"))
            .await()
            .indefinitely();
    Image image = registry.image(task.imageId());
    assertThat(image.room()).isEqualTo(FIRST_RESERVATION);
    assertThat(image.usage().bytes()).isEqualTo(2 * FIRST_RESERVATION);
    // When
    long room = registry.reservations.extend(task.imageId(), task.id()).await().indefinitely();
    // Then
    assertThat(room).isEqualTo(2 * FIRST_RESERVATION);
    assertThat(registry.image(task.imageId()).usage().bytes()).isEqualTo(4 * FIRST_RESERVATION);
  }

  @Test
  void noStoreGetsMoreThanItsShareOfWhatIsLeft() {
    // Given
    long left = 3 * FIRST_RESERVATION;
    Registry limited =
        new Registry(new Limits(Map.of(Resource.IMAGE_SIZE_TOTAL, left), Map.of()), Duration.ZERO);
    ImportTask task =
        web(limited, limited.queued(), URL, Registry.to(true, "cold", "other"))
            .await()
            .indefinitely();
    // When
    long room = limited.reservations.extend(task.imageId(), task.id()).await().indefinitely();
    // Then
    assertThat(room).isEqualTo(left / 2);
    assertThat(limited.image(task.imageId()).usage().bytes()).isEqualTo(left);
    assertThatThrownBy(
            () -> limited.reservations.extend(task.imageId(), task.id()).await().indefinitely())
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void noStoreGetsMoreThanAnImageMayHave() {
    // Given
    ImportTask task =
        web(registry, registry.queued(), URL, Registry.to(true, "cold", "other"))
            .await()
            .indefinitely();
    long room = 0;
    // When
    while (room < Registry.MAX_SIZE) {
      room = registry.reservations.extend(task.imageId(), task.id()).await().indefinitely();
    }
    // Then
    assertThat(room).isEqualTo(Registry.MAX_SIZE);
    refusesMore(task);
  }

  private void refusesMore(ImportTask task) {
    assertThatThrownBy(
            () -> registry.reservations.extend(task.imageId(), task.id()).await().indefinitely())
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.TOO_LARGE));
  }
}
