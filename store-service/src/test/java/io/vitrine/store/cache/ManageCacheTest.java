package io.vitrine.store.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vitrine.identity.Caller;
import io.vitrine.objectstore.Stores;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.store.RegistryProblem;
import io.vitrine.store.Requester;
import io.vitrine.store.cache.Admission.When;
import io.vitrine.store.cache.CacheCommand.Target;
import io.vitrine.store.cache.CacheNode.Local;
import io.vitrine.store.cache.HeldImage.State;
import io.vitrine.store.cache.ImageCache.Pruned;
import io.vitrine.store.download.BlobLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node with a cache, others of which it hears, and what an administrator asks it. */
class ManageCacheTest {
  private static final Requester ADMIN =
      new Requester("admin", null, new Caller("user-1", "demo", Set.of()), "req-1");
  private static final Requester USER =
      new Requester("user", null, new Caller("user-1", "demo", Set.of()), "req-2");
  private static final int SIZE = 1 << 16;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final MovableClock clock = new MovableClock();
  private final TestHome home = new TestHome(SIZE, 1);
  private final UUID id = home.image.imageId();
  private final CacheCluster cluster = new CacheCluster(clock);
  private final List<CacheCommand> told = new ArrayList<>();
  private String status = "active";
  private CacheNode node;
  private ManageCache manage;

  @BeforeEach
  void open() throws IOException {
    ImageCache cache =
        new ImageCache(folder, 4L * SIZE, new Admission(When.FIRST, clock), threads, clock);
    Prefetch prefetch =
        new Prefetch(
            cache,
            new Stores(Map.of("primary", home.store)),
            folder.resolve("queue"),
            Duration.ofMillis(1));
    node = new CacheNode("here", Optional.of(new Local(cache, prefetch)));
    manage = manage(node);
  }

  @AfterEach
  void close() throws IOException {
    local().cache().close();
    threads.close();
  }

  private Local local() {
    return node.local().orElseThrow();
  }

  private ManageCache manage(CacheNode of) {
    return new ManageCache(
        (who, rule) -> {
          if (!who.equals(ADMIN)) {
            throw new RegistryProblem.Refused(ProblemKind.FORBIDDEN, rule).asException();
          }
        },
        (who, imageId) -> {
          if (!imageId.equals(id.toString())) {
            throw new RegistryProblem.Refused(ProblemKind.NOT_FOUND, imageId).asException();
          }
          return status;
        },
        (who, imageId) ->
            Optional.of(
                new BlobLocation(
                    List.of(new BlobLocation.Copy("primary", home.key)),
                    "demo",
                    SIZE,
                    home.image.checksum(),
                    home.image.hash())),
        of,
        cluster,
        told::add,
        clock);
  }

  private HeldImage there(UUID imageId, State state, long hits, int second) {
    Instant time = clock.instant().plusSeconds(second);
    return new HeldImage(imageId, state, SIZE, "md5", hits, time, time);
  }

  private static void assertRefused(ThrowingCallable call, ProblemKind kind) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(call)
        .extracting(e -> e.problem().kind())
        .isEqualTo(kind);
  }

  @Test
  void onlyWhoMayIsAnswered() {
    String image = id.toString();

    assertRefused(() -> manage.list(USER), ProblemKind.FORBIDDEN);
    assertRefused(() -> manage.nodes(USER, image), ProblemKind.FORBIDDEN);
    assertRefused(() -> manage.queue(USER, image), ProblemKind.FORBIDDEN);
    assertRefused(() -> manage.drop(USER, image), ProblemKind.FORBIDDEN);
    assertRefused(() -> manage.clear(USER, Target.BOTH), ProblemKind.FORBIDDEN);
    assertRefused(() -> manage.clean(USER), ProblemKind.FORBIDDEN);
    assertRefused(() -> manage.prune(USER), ProblemKind.FORBIDDEN);
    assertThat(told).isEmpty();
  }

  @Test
  void whereNobodyCachesThereIsNothingToManage() {
    // Given
    ManageCache without = manage(new CacheNode("here", Optional.empty()));
    // When, Then
    assertRefused(() -> without.list(USER), ProblemKind.FORBIDDEN);
    assertRefused(() -> without.list(ADMIN), ProblemKind.NOT_FOUND);
    cluster.onAlive("there", clock.instant());
    assertThat(without.list(ADMIN).cached()).isEmpty();
    clock.advance(CacheCluster.SILENCE);
    assertRefused(() -> without.list(ADMIN), ProblemKind.NOT_FOUND);
  }

  @Test
  void theListIsThatOfAllNodesThatAreThere() {
    // Given
    UUID everywhere = UUID.randomUUID();
    UUID waiting = UUID.randomUUID();
    cluster.onAlive("one", clock.instant());
    cluster.onAlive("two", clock.instant());
    cluster.onAlive("gone", clock.instant().minus(CacheCluster.SILENCE));
    cluster.onHeld("one", there(everywhere, State.CACHED, 3, 10));
    cluster.onHeld("two", there(everywhere, State.CACHED, 4, 5));
    cluster.onHeld("one", there(waiting, State.QUEUED, 0, 0));
    cluster.onHeld("two", there(waiting, State.QUEUED, 0, 0));
    cluster.onHeld("gone", there(UUID.randomUUID(), State.CACHED, 1, 0));
    cluster.onHeld("one", there(id, State.CACHED, 1, 0));
    cluster.onDropped("one", id);
    manage.queue(ADMIN, id.toString());
    // When
    ManageCache.Listing list = manage.list(ADMIN);
    // Then
    assertThat(list.cached()).containsExactly(there(everywhere, State.CACHED, 7, 10));
    assertThat(list.queued()).containsExactlyInAnyOrder(waiting, id);
  }

  @Test
  void theNodesOfAnImageAreNamed() throws InterruptedException {
    // Given
    local().cache().fetch(home.image, home);
    cluster.onAlive("there", clock.instant());
    cluster.onHeld("there", there(id, State.CACHED, 0, 0));
    cluster.onAlive("waits", clock.instant());
    cluster.onHeld("waits", there(id, State.QUEUED, 0, 0));
    // When, Then
    assertThat(manage.nodes(ADMIN, id.toString())).containsExactly("here", "there");
    assertRefused(() -> manage.nodes(ADMIN, UUID.randomUUID().toString()), ProblemKind.NOT_FOUND);
  }

  @Test
  void anActiveImageIsQueuedEverywhere() {
    // When
    manage.queue(ADMIN, id.toString());
    // Then
    assertThat(told).singleElement().isInstanceOf(CacheCommand.Queue.class);
    assertThat(manage.list(ADMIN).queued()).containsExactly(id);
    status = "deactivated";
    assertRefused(() -> manage.queue(ADMIN, id.toString()), ProblemKind.BAD_REQUEST);
    assertRefused(() -> manage.queue(ADMIN, UUID.randomUUID().toString()), ProblemKind.NOT_FOUND);
    assertThat(told).hasSize(1);
  }

  @Test
  void whatIsDroppedLeavesCacheAndQueue() throws InterruptedException {
    // Given
    local().cache().fetch(home.image, home);
    // When
    manage.drop(ADMIN, id.toString());
    manage.drop(ADMIN, id.toString());
    // Then
    assertThat(local().cache().held()).isEmpty();
    assertThat(told).containsOnly(new CacheCommand.Drop(id));
  }

  @Test
  void whatIsLeftOfADeletedImageCanBeDropped() {
    // Given
    UUID deleted = UUID.randomUUID();
    assertRefused(() -> manage.drop(ADMIN, deleted.toString()), ProblemKind.NOT_FOUND);
    cluster.onAlive("there", clock.instant());
    cluster.onHeld("there", there(deleted, State.CACHED, 0, 0));
    // When
    manage.drop(ADMIN, deleted.toString());
    // Then
    assertThat(told).containsExactly(new CacheCommand.Drop(deleted));
  }

  @Test
  void clearingEmptiesWhatItIsToldTo() throws InterruptedException {
    // Given
    TestHome other = new TestHome(SIZE, 2);
    local().cache().fetch(other.image, other);
    manage.queue(ADMIN, id.toString());
    // When, Then
    manage.clear(ADMIN, Target.QUEUE);
    assertThat(node.held()).extracting(HeldImage::state).containsExactly(State.CACHED);
    manage.queue(ADMIN, id.toString());
    manage.clear(ADMIN, Target.CACHE);
    assertThat(node.held()).extracting(HeldImage::state).containsExactly(State.QUEUED);
    manage.clear(ADMIN, Target.BOTH);
    assertThat(node.held()).isEmpty();
  }

  @Test
  void thereIsNothingToPrune() throws InterruptedException {
    local().cache().fetch(home.image, home);

    assertThat(manage.prune(ADMIN)).isEqualTo(new Pruned(0, 0));
    manage.clean(ADMIN);
    assertThat(local().cache().held()).hasSize(1);
    assertThat(told).containsExactly(new CacheCommand.Prune(), new CacheCommand.Clean());
  }
}
