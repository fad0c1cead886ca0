package io.vitrine.store.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vitrine.objectstore.InMemoryObjectStore;
import io.vitrine.objectstore.Stores;
import io.vitrine.store.cache.Admission.When;
import io.vitrine.store.cache.QueuedImage.Copy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrefetchTest {
  private static final int SIZE = 1 << 20;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final MovableClock clock = new MovableClock();
  private final TestHome home = new TestHome(SIZE, 1);
  private final TestHome other = new TestHome(SIZE, 2);
  private final InMemoryObjectStore empty = new InMemoryObjectStore();
  private ImageCache cache;
  private Prefetch prefetch;

  @BeforeEach
  void open() throws IOException {
    cache =
        new ImageCache(
            folder.resolve("cache"), 4L * SIZE, new Admission(When.FIRST, clock), threads, clock);
    prefetch = prefetch();
  }

  private Prefetch prefetch() throws IOException {
    return new Prefetch(
        cache,
        new Stores(Map.of("one", home.store, "two", other.store, "empty", empty)),
        folder.resolve("queue"),
        Duration.ofMillis(1));
  }

  @AfterEach
  void close() throws IOException {
    prefetch.close();
    cache.close();
    threads.close();
  }

  private static QueuedImage queued(TestHome home, int second, String... stores) {
    return new QueuedImage(
        home.image,
        List.of(stores).stream().map(store -> new Copy(store, home.key)).toList(),
        NOW.plusSeconds(second));
  }

  private List<UUID> waiting() {
    return prefetch.queued().stream().map(HeldImage::imageId).toList();
  }

  @Test
  void fetchesWhatWasAskedForFromTheFirstStoreThatHasIt() {
    // Given
    prefetch.add(queued(home, 0, "unknown", "empty", "one"));
    prefetch.add(queued(other, 1, "two"));
    assertThat(waiting()).containsExactly(home.image.imageId(), other.image.imageId());
    // When
    prefetch.start();
    // Then
    await().untilAsserted(() -> assertThat(waiting()).isEmpty());
    assertThat(cache.held())
        .extracting(HeldImage::imageId)
        .containsExactlyInAnyOrder(home.image.imageId(), other.image.imageId());
    assertThat(cache.held()).extracting(HeldImage::hits).containsOnly(0L);
  }

  @Test
  void aRestartForgetsNothing() throws IOException {
    // Given
    prefetch.add(queued(other, 1, "two"));
    prefetch.add(queued(home, 0, "one"));
    // When
    prefetch = prefetch();
    // Then
    assertThat(waiting()).containsExactly(home.image.imageId(), other.image.imageId());
    prefetch.start();
    await().untilAsserted(() -> assertThat(cache.held()).hasSize(2));
    await().untilAsserted(() -> assertThat(prefetch().queued()).isEmpty());
  }

  @Test
  void anImageThatDoesNotComeIsGivenUpAndHoldsUpNoOther() throws IOException {
    // Given
    prefetch.add(queued(home, 0, "empty"));
    prefetch.add(queued(other, 1, "two"));
    // When
    prefetch.start();
    // Then
    await().untilAsserted(() -> assertThat(waiting()).isEmpty());
    assertThat(cache.held()).extracting(HeldImage::imageId).containsExactly(other.image.imageId());
    assertThat(prefetch().queued()).isEmpty();
  }

  @Test
  void anImageWaitsOnceAndCanBeForgotten() throws IOException {
    // Given
    prefetch.add(queued(home, 0, "one"));
    prefetch.add(queued(home, 5, "one"));
    prefetch.add(queued(other, 1, "two"));
    assertThat(waiting()).hasSize(2);
    // When, Then
    assertThat(prefetch.drop(home.image.imageId())).isTrue();
    assertThat(prefetch.drop(home.image.imageId())).isFalse();
    assertThat(waiting()).containsExactly(other.image.imageId());
    prefetch.clear();
    assertThat(waiting()).isEmpty();
    assertThat(prefetch().queued()).isEmpty();
  }
}
