package io.vitrine.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.objectstore.Stores;
import io.vitrine.store.cache.Admission.When;
import io.vitrine.store.cache.CacheNode.Local;
import io.vitrine.store.cache.HeldImage.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportHeldTest {
  private static final int SIZE = 1 << 16;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final MovableClock clock = new MovableClock();
  private final CacheCluster cluster = new CacheCluster(clock);
  private final List<String> said = new ArrayList<>();
  private final TestHome home = new TestHome(SIZE, 1);
  private final UUID id = home.image.imageId();
  private ImageCache cache;
  private ReportHeld report;

  @BeforeEach
  void open() throws IOException {
    cache = new ImageCache(folder, SIZE, new Admission(When.FIRST, clock), threads, clock);
    Prefetch prefetch =
        new Prefetch(cache, new Stores(Map.of()), folder.resolve("queue"), Duration.ofMillis(1));
    CacheNode node = new CacheNode("here", Optional.of(new Local(cache, prefetch)));
    report =
        new ReportHeld(
            node,
            cluster,
            new CacheReports() {
              @Override
              public void held(HeldImage image) {
                said.add(image.imageId() + " " + image.hits());
                cluster.onHeld("here", image);
              }

              @Override
              public void dropped(UUID imageId) {
                said.add(imageId + " gone");
                cluster.onDropped("here", imageId);
              }
            });
  }

  @AfterEach
  void close() throws IOException {
    cache.close();
    threads.close();
  }

  @Test
  void saysWhatHasChangedAndNothingTwice() throws InterruptedException {
    // Given
    cache.fetch(home.image, home);
    // When
    report.report(true);
    report.report(true);
    cache.open(home.image, 0, SIZE, home).orElseThrow().close();
    report.report(false);
    report.report(true);
    cache.drop(id);
    report.report(false);
    report.report(false);
    // Then
    assertThat(said).containsExactly(id + " 0", id + " 1", id + " gone");
  }

  @Test
  void correctsWhatTheClusterRemembersOfAnEarlierLife() {
    // Given
    UUID lost = UUID.randomUUID();
    cluster.onHeld(
        "here", new HeldImage(lost, State.CACHED, 1, "md5", 0, clock.instant(), clock.instant()));
    // When
    report.report(false);
    // Then
    assertThat(said).containsExactly(lost + " gone");
  }
}
