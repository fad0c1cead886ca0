package io.vitrine.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.identity.Caller;
import io.vitrine.objectstore.ObjectKey;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.servicetoken.FakeKeycloak;
import io.vitrine.servicetoken.ServiceToken;
import io.vitrine.store.RegistryProblem;
import io.vitrine.store.Requester;
import io.vitrine.store.download.BlobLocation;
import io.vitrine.store.scrub.KnownBlob;
import io.vitrine.store.upload.Announcement;
import io.vitrine.store.upload.Grant;
import io.vitrine.store.upload.Purpose;
import io.vitrine.store.upload.resumable.ResumableGrant;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientTest {
  private static final Requester WHO =
      new Requester("user-token", null, new Caller("user-1", "demo", Set.of()), "req-1");
  private static final String IMAGE = "8b7f2c1e-5a39-4a55-9a6e-0d3c2b1a4f5e";
  private static final Announcement NOTHING_ANNOUNCED =
      new Announcement(OptionalLong.empty(), Optional.empty());
  private static final Grant GRANT =
      new Grant(
          UUID.randomUUID(),
          UUID.fromString(IMAGE),
          Purpose.UPLOAD,
          "primary",
          new ObjectKey("blobs/a/b"),
          Optional.of("raw"),
          Optional.of("bare"),
          10,
          Duration.ofSeconds(20));

  private final FakeRegistryServer registry = new FakeRegistryServer();
  private final FakeKeycloak keycloak = new FakeKeycloak();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final RegistryClient client =
      new RegistryClient(
          new RegistryHttp(
              new Config(registry.url()), new ServiceToken(keycloak), new ObjectMapper(), threads));

  @AfterEach
  void stop() {
    registry.close();
    threads.shutdownNow();
  }

  /** Each request goes to the next one; the last stays. */
  private record Replicas(Queue<URI> urls) implements RegistryConfig {
    @Override
    public URI url() {
      return urls.size() > 1 ? urls.remove() : urls.element();
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(10);
    }
  }

  private record Config(URI url) implements RegistryConfig {
    @Override
    public Duration timeout() {
      return Duration.ofSeconds(10);
    }
  }

  @Test
  void asksForMoreRoomUntilTheRegistryIsBack() {
    // Given
    registry.answers(503, "").hangsUp().answers(200, "{\"max_size\":20}");

    // When
    long room = client.extend(GRANT, "req-1");

    // Then
    assertThat(room).isEqualTo(20);
    assertThat(registry.seen())
        .hasSize(3)
        .last()
        .extracting(FakeRegistryServer.Seen::call)
        .isEqualTo("POST /internal/images/%s/reservations/%s".formatted(IMAGE, GRANT.uploadId()));
  }

  @Test
  void asksForMoreRoomUntilKeycloakIsBack() {
    // Given
    keycloak.failNext();
    registry.answers(200, "{\"max_size\":20}");

    // Then
    assertThat(client.extend(GRANT, "req-1")).isEqualTo(20);
  }

  @Test
  void takesARefusalOfMoreRoomForWhatItIs() {
    // Given
    registry.answers(409, "{\"message\":\"not held\"}");

    // Then
    assertThat(problemOf(() -> client.extend(GRANT, "req-1")))
        .isEqualTo(new RegistryProblem.Refused(ProblemKind.CONFLICT, "not held"));
    assertThat(registry.seen()).hasSize(1);
  }

  @Test
  void asksForAGrantOnce() {
    // Given
    registry.hangsUp();

    // Then
    assertThat(problemOf(() -> client.grant(WHO, IMAGE, Purpose.UPLOAD, NOTHING_ANNOUNCED)))
        .isEqualTo(new RegistryProblem.Silent());
    assertThat(registry.seen()).hasSize(1);
  }

  @Test
  void asksAnotherReplicaForAGrantWhereOneTakesNoConnection() {
    // Given
    var gone = new FakeRegistryServer();
    URI refusing = gone.url();
    gone.close();
    var replicas = new Replicas(new ArrayDeque<>(List.of(refusing, refusing, registry.url())));
    var spread =
        new RegistryClient(
            new RegistryHttp(replicas, new ServiceToken(keycloak), new ObjectMapper(), threads));
    registry.answers(409, "{\"message\":\"somebody uploads\"}");

    // Then
    assertThat(problemOf(() -> spread.grant(WHO, IMAGE, Purpose.UPLOAD, NOTHING_ANNOUNCED)))
        .isEqualTo(new RegistryProblem.Refused(ProblemKind.CONFLICT, "somebody uploads"));
    assertThat(registry.seen()).hasSize(1);
  }

  @Test
  void asksAgainWithAnotherTokenOfItsOwnWhenOneIsRefused() {
    // Given
    registry.answers(401, "").answers(204, "");

    // When
    Optional<BlobLocation> location = client.locate(WHO, IMAGE);

    // Then
    assertThat(location).isEmpty();
    assertThat(registry.seen())
        .extracting(FakeRegistryServer.Seen::serviceToken)
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @Test
  void passesOnThatTheUsersTokenIsRefused() {
    // Given
    registry.answers(401, "").answers(401, "");

    // Then
    assertThat(problemOf(() -> client.locate(WHO, IMAGE)).kind())
        .isEqualTo(ProblemKind.UNAUTHENTICATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void isAwayWhenTheRegistryRefusesTheServiceItself(int status) {
    // Given
    registry.answers(status, "").answers(status, "");

    // Then
    assertThat(problemOf(() -> client.extend(GRANT, "req-1")))
        .isEqualTo(new RegistryProblem.Silent());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void asksInItsOwnNameWhetherAnUploadIsAdopted(boolean adopted) {
    // Given
    registry.answers(200, "{\"adopted\":%s}".formatted(adopted));

    // When
    boolean found = client.hasAdopted(GRANT, "req-1");

    // Then
    assertThat(found).isEqualTo(adopted);
    assertThat(registry.seen())
        .containsExactly(
            new FakeRegistryServer.Seen(
                "GET /internal/images/%s/adoption?key=blobs%%2Fa%%2Fb".formatted(IMAGE),
                "token-1",
                ""));
  }

  @Test
  void asksInItsOwnNameWhichKeysAreNobodys() {
    // Given
    registry.answers(200, "{\"unknown\":[\"blobs/a/b\"]}");

    // When
    Set<ObjectKey> unknown =
        client.unknown(
            "req-1", "primary", List.of(new ObjectKey("blobs/a/b"), new ObjectKey("blobs/c/d")));

    // Then
    assertThat(unknown).containsExactly(new ObjectKey("blobs/a/b"));
    assertThat(registry.seen())
        .containsExactly(new FakeRegistryServer.Seen("POST /internal/blobs/known", "token-1", ""));
  }

  @Test
  void readsPageByPageWhatImagesHave() {
    // Given
    String page =
        "{\"blobs\":[{\"image_id\":\"%s\",\"key\":\"blobs/a/b\",\"size\":7,\"os_hash_value\":\"ff\"}]}"
            .formatted(IMAGE);
    registry.answers(200, page).answers(200, "{\"blobs\":[]}");
    KnownBlob blob = new KnownBlob(UUID.fromString(IMAGE), new ObjectKey("blobs/a/b"), 7, "ff");

    // When
    List<KnownBlob> first = client.in("req-1", "primary", Optional.empty(), 1);
    List<KnownBlob> second = client.in("req-1", "primary", Optional.of(blob), 1);

    // Then
    assertThat(first).containsExactly(blob);
    assertThat(second).isEmpty();
    assertThat(registry.seen())
        .extracting(FakeRegistryServer.Seen::call)
        .containsExactly(
            "GET /internal/blobs?store=primary&limit=1",
            "GET /internal/blobs?store=primary&limit=1&marker=" + IMAGE);
  }

  @Test
  void asksOnBehalfOfTheUserWhetherARuleLetsHim() {
    // Given
    registry.answers(403, "{\"message\":\"no\"}");

    // Then
    assertThat(problemOf(() -> client.require(WHO, "scrub_stores")).kind())
        .isEqualTo(ProblemKind.FORBIDDEN);
    assertThat(registry.seen())
        .containsExactly(
            new FakeRegistryServer.Seen(
                "GET /internal/rules/scrub_stores", "user-token", "token-1"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsAnUploadThatMayGoOn(boolean adopted) {
    // Given
    registry.answers(
        200,
        """
        {"upload_id":"%s","image_id":"%s","purpose":"STAGE","store":"primary","key":"blobs/a/b",
         "disk_format":null,"container_format":"bare","announced_size":30,"max_size":30,
         "lease_seconds":60,"state":"%s"}\
        """
            .formatted(GRANT.uploadId(), IMAGE, adopted ? "adopted" : "receiving"));
    // When
    ResumableGrant found = client.find(WHO, IMAGE, GRANT.uploadId());
    // Then
    assertThat(found.adopted()).isEqualTo(adopted);
    assertThat(found.length()).isEqualTo(30);
    assertThat(found.grant().purpose()).isEqualTo(Purpose.STAGE);
    assertThat(registry.seen())
        .extracting(FakeRegistryServer.Seen::call)
        .containsExactly("GET /internal/images/%s/uploads/%s".formatted(IMAGE, GRANT.uploadId()));
  }

  private static Problem problemOf(ThrowingCallable call) {
    return assertThatExceptionOfType(ProblemException.class).isThrownBy(call).actual().problem();
  }

  @Test
  void asksForTheUserWhetherARuleAllowsIt() {
    // Given
    registry.answers(204, "").answers(403, "{\"message\":\"no<br /><br />\"}");
    // When
    client.require(WHO, "cache_list");
    // Then
    assertThat(registry.seen())
        .singleElement()
        .satisfies(seen -> {
          assertThat(seen.call()).isEqualTo("GET /internal/rules/cache_list");
          assertThat(seen.token()).isEqualTo("user-token");
          assertThat(seen.serviceToken()).isNotEmpty();
        });
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> client.require(WHO, "cache_list"))
        .extracting(ProblemException::problem)
        .isEqualTo(new RegistryProblem.Refused(ProblemKind.FORBIDDEN, "no"));
  }

  @Test
  void readsTheStatusOfAnImageAsTheUserSeesIt() {
    // Given
    registry.answers(200, "{\"status\":\"deactivated\"}");
    // When, Then
    assertThat(client.status(WHO, IMAGE)).isEqualTo("deactivated");
    assertThat(registry.seen().getFirst().call()).isEqualTo("GET /v2/images/" + IMAGE);
  }
}
