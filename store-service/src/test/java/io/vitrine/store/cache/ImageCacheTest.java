package io.vitrine.store.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vitrine.store.cache.Admission.When;
import io.vitrine.store.cache.CachedImage.Complete;
import io.vitrine.store.cache.CachedImage.Following;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {
  private static final int SIZE = 3 << 20;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final MovableClock clock = new MovableClock();
  private final TestHome home = new TestHome(SIZE, 1);
  private ImageCache cache;

  @AfterEach
  void close() throws IOException {
    home.allowAll();
    if (cache != null) {
      cache.close();
    }
    threads.close();
  }

  private ImageCache cache(long maxSize) throws IOException {
    return cache(maxSize, When.FIRST);
  }

  private ImageCache cache(long maxSize, When when) throws IOException {
    cache = new ImageCache(folder, maxSize, new Admission(when, clock), threads, clock);
    return cache;
  }

  private static byte[] read(TestHome home, Optional<CachedImage> opened) throws IOException {
    if (opened.isEmpty()) {
      return home.open(0, home.bytes.length).readAllBytes();
    }
    try (CachedImage image = opened.get()) {
      return switch (image) {
        case Complete(Path file, _) -> Files.readAllBytes(file);
        case Following(var bytes) -> bytes.readAllBytes();
      };
    }
  }

  private Optional<CachedImage> open(TestHome home) {
    return cache.open(home.image, 0, home.bytes.length, home);
  }

  private byte[] read(TestHome home) throws IOException {
    return read(home, open(home));
  }

  /** Reads the image until it is there. */
  private TestHome cached(TestHome home) throws IOException {
    read(home);
    awaitCached(home);
    return home;
  }

  private void awaitCached(TestHome home) {
    await().untilAsserted(() -> assertThat(cachedIds()).contains(home.image.imageId()));
  }

  private List<UUID> cachedIds() {
    return cache.held().stream().map(HeldImage::imageId).toList();
  }

  /** The bytes of all files of images, complete or not. */
  private long onDisk() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".properties"))
          .mapToLong(file -> {
            try {
              return Files.size(file);
            } catch (IOException e) {
              return 0;
            }
          })
          .sum();
    }
  }

  @Test
  void aThousandFirstReadersAreOneReadOfTheStore() throws Exception {
    // Given
    cache(10 * SIZE);
    home.allow(SIZE / 2);
    // When
    List<Future<byte[]>> readers =
        IntStream.range(0, 1_000)
            .mapToObj(i ->
                threads.submit(() -> {
                  byte[] bytes = read(home);
                  // Not kept: a thousand images are more than a heap.
                  return Arrays.equals(bytes, home.bytes) ? new byte[0] : bytes;
                }))
            .toList();
    await().until(() -> cache.counters().hits() >= 500);
    home.allowAll();
    // Then
    for (Future<byte[]> reader : readers) {
      assertThat(reader.get()).isEmpty();
    }
    assertThat(home.reads).hasValue(1);
    assertThat(cache.counters().hits()).isEqualTo(999);
    assertThat(cache.counters().fills()).isEqualTo(1);
  }

  @Test
  void aReaderDoesNotWaitForTheEndOfTheFill() throws IOException {
    // Given
    cache(SIZE);
    home.allow(1 << 20);
    // When
    try (CachedImage opened = open(home).orElseThrow()) {
      byte[] begin = ((Following) opened).bytes().readNBytes(1 << 20);
      // Then
      assertThat(begin).isEqualTo(Arrays.copyOf(home.bytes, 1 << 20));
      assertThat(cachedIds()).isEmpty();
      home.allowAll();
    }
  }

  @Test
  void whatIsHereIsServedFromTheFileInAnyPart() throws IOException {
    // Given
    cache(SIZE);
    cached(home);
    // When
    Optional<CachedImage> part = cache.open(home.image, 100, 10, home);
    // Then
    assertThat(part).containsInstanceOf(Complete.class);
    assertThat(read(home, part)).isEqualTo(home.bytes);
    assertThat(home.reads).hasValue(1);
    assertThat(cache.held().getFirst().hits()).isEqualTo(1);
  }

  @Test
  void aPartOfAnImageMakesNothingCome() throws IOException {
    cache(SIZE);

    assertThat(cache.open(home.image, 0, SIZE - 1, home)).isEmpty();
    assertThat(home.reads).hasValue(0);
  }

  @Test
  void aReaderFarAheadOfTheFillReadsForHimself() throws Exception {
    // Given
    TestHome large = new TestHome(32 << 20, 2).allow(1 << 20);
    cache(64 << 20);
    try (CachedImage _ = open(large).orElseThrow()) {
      // When, Then
      assertThat(cache.open(large.image, 30 << 20, 10, large)).isEmpty();
      Optional<CachedImage> near = cache.open(large.image, 2 << 20, 10, large);
      large.allowAll();
      assertThat(read(large, near))
          .isEqualTo(Arrays.copyOfRange(large.bytes, 2 << 20, (2 << 20) + 10));
    }
  }

  @Test
  void aFillThatBreaksIsNotNoticedByItsReaders() throws Exception {
    // Given
    cache(SIZE);
    home.breakAt(SIZE / 2).allow(SIZE / 4);
    List<Future<byte[]>> readers =
        IntStream.range(0, 8).mapToObj(i -> threads.submit(() -> read(home))).toList();
    await().until(() -> cache.counters().hits() == 7);
    // When
    home.allowAll();
    // Then
    for (Future<byte[]> reader : readers) {
      assertThat(reader.get()).isEqualTo(home.bytes);
    }
    assertThat(cache.counters().failedFills()).isEqualTo(1);
    assertThat(cache.used()).isZero();
    assertThat(onDisk()).isZero();
    assertThat(read(cached(home))).isEqualTo(home.bytes);
  }

  @Test
  void wrongBytesAreNotKept() throws IOException {
    // Given
    cache(SIZE);
    byte[] wrong = home.bytes.clone();
    wrong[SIZE / 2] ^= 1;
    home.put(wrong);
    // When
    read(home);
    // Then
    await().until(() -> cache.counters().failedFills() == 1);
    await().until(() -> cache.used() == 0);
    assertThat(cache.held()).isEmpty();
    assertThat(onDisk()).isZero();
  }

  @Test
  void whatCannotBeOpenedAtAllIsNoAnswer() throws IOException {
    // Given
    cache(SIZE);
    home.store.delete(home.key);
    // When, Then
    assertThat(open(home)).isEmpty();
    await().until(() -> cache.used() == 0);
  }

  @Test
  void theLongestUnreadGoesFirst() throws IOException {
    // Given
    cache(2 * SIZE);
    cached(home);
    TestHome second = cached(new TestHome(SIZE, 2));
    clock.advance(Duration.ofSeconds(1));
    read(home);
    // When
    TestHome third = cached(new TestHome(SIZE, 3));
    // Then
    assertThat(cachedIds())
        .containsExactlyInAnyOrder(home.image.imageId(), third.image.imageId())
        .doesNotContain(second.image.imageId());
    assertThat(cache.counters().evictions()).isEqualTo(1);
    assertThat(onDisk()).isEqualTo(2 * SIZE);
  }

  @Test
  void whatSomebodyReadsStays() throws IOException {
    // Given
    cache(SIZE);
    cached(home);
    TestHome other = new TestHome(SIZE, 2);
    try (CachedImage opened = open(home).orElseThrow()) {
      // When
      Optional<CachedImage> refused = open(other);
      // Then
      assertThat(refused).isEmpty();
      assertThat(((Complete) opened).file()).hasBinaryContent(home.bytes);
    }
    assertThat(read(cached(other))).isEqualTo(other.bytes);
    assertThat(cachedIds()).containsExactly(other.image.imageId());
  }

  @Test
  void anImageLargerThanTheLimitDrivesNothingOut() throws IOException {
    // Given
    cache(SIZE);
    cached(home);
    // When
    Optional<CachedImage> opened = open(new TestHome(SIZE + 1, 2));
    // Then
    assertThat(opened).isEmpty();
    assertThat(cachedIds()).containsExactly(home.image.imageId());
    assertThat(cache.counters().refusals()).isEqualTo(1);
  }

  @Test
  void theLimitIsNeverPassed() throws Exception {
    // Given
    int size = 256 << 10;
    long limit = 5L * size + size / 2;
    cache(limit);
    List<TestHome> homes =
        IntStream.range(0, 20).mapToObj(seed -> new TestHome(size, seed)).toList();
    List<Long> seen = new ArrayList<>();
    // When
    List<Future<byte[]>> readers =
        IntStream.range(0, 400)
            .mapToObj(i -> threads.submit(() -> read(homes.get(i * 7 % 20))))
            .toList();
    while (readers.stream().anyMatch(reader -> !reader.isDone())) {
      seen.add(cache.used());
    }
    // Then
    for (int i = 0; i < readers.size(); i++) {
      assertThat(readers.get(i).get()).isEqualTo(homes.get(i * 7 % 20).bytes);
    }
    assertThat(seen).allMatch(used -> used <= limit);
    // A walk meets files that come and go, so the disk is looked at when all is quiet.
    assertThat(onDisk()).isEqualTo(cache.used());
    assertThat(cache.counters().evictions()).isPositive();
  }

  @Test
  void imagesWithTheSameBytesShareThem() throws IOException {
    // Given
    cache(SIZE);
    cached(home);
    TestHome twin = new TestHome(SIZE, 1);
    // When
    read(twin);
    // Then
    assertThat(twin.reads).hasValue(0);
    assertThat(cachedIds()).containsExactlyInAnyOrder(home.image.imageId(), twin.image.imageId());
    cache.drop(home.image.imageId());
    assertThat(cachedIds()).containsExactly(twin.image.imageId());
    assertThat(onDisk()).isEqualTo(SIZE);
    cache.drop(twin.image.imageId());
    assertThat(onDisk()).isZero();
  }

  @Test
  void aRestartKeepsWhatWasWholeAndKnowsWhoReadIt() throws IOException {
    // Given
    cache(3 * SIZE);
    cached(home);
    read(home);
    List<HeldImage> before = cache.held();
    cache.close();
    Files.writeString(folder.resolve("incomplete/half"), "half");
    Files.writeString(folder.resolve("images/stray"), "stray");
    // When
    cache(3 * SIZE);
    // Then
    assertThat(cache.held()).isEqualTo(before);
    assertThat(before.getFirst().hits()).isEqualTo(1);
    assertThat(cache.used()).isEqualTo(SIZE);
    assertThat(onDisk()).isEqualTo(SIZE);
    assertThat(read(home)).isEqualTo(home.bytes);
    assertThat(home.reads).hasValue(1);
  }

  @Test
  void aRestartWithALowerLimitHoldsIt() throws IOException {
    // Given
    cache(2 * SIZE);
    cached(home);
    clock.advance(Duration.ofSeconds(1));
    TestHome later = cached(new TestHome(SIZE, 2));
    cache.close();
    // When
    cache(SIZE);
    // Then
    assertThat(cachedIds()).containsExactly(later.image.imageId());
    assertThat(onDisk()).isEqualTo(SIZE);
  }

  @Test
  void aFileThatIsNotWhatItWasIsForgotten() throws IOException {
    // Given
    cache(SIZE);
    cached(home);
    Files.write(folder.resolve("images").resolve(home.image.hash()), new byte[10]);
    // When
    cache.clean();
    // Then
    assertThat(cache.held()).isEmpty();
    assertThat(cache.used()).isZero();
    assertThat(read(cached(home))).isEqualTo(home.bytes);
  }

  @Test
  void aDroppedImageIsThereForWhoReadsIt() throws IOException {
    // Given
    cache(SIZE);
    cached(home);
    try (CachedImage opened = open(home).orElseThrow()) {
      // When
      cache.clear();
      cache.clean();
      // Then
      assertThat(cache.held()).isEmpty();
      assertThat(cache.used()).isEqualTo(SIZE);
      assertThat(((Complete) opened).file()).hasBinaryContent(home.bytes);
    }
    assertThat(cache.used()).isZero();
    assertThat(onDisk()).isZero();
  }

  @Test
  void anImageThatIsDroppedOnItsWayIsReadToItsEnd() throws Exception {
    // Given
    cache(SIZE);
    home.allow(SIZE / 4);
    Future<byte[]> reader = threads.submit(() -> read(home));
    await().until(() -> cache.counters().fills() == 1);
    // When
    cache.drop(home.image.imageId());
    home.allowAll();
    // Then
    assertThat(reader.get()).isEqualTo(home.bytes);
    await().until(() -> cache.used() == 0);
    assertThat(cache.held()).isEmpty();
  }

  @Test
  void aFillWithoutReadersEndsUnlessHalfOfItIsDone() throws IOException {
    // Given
    cache(2 * SIZE);
    home.allow(SIZE / 4);
    TestHome advanced = new TestHome(SIZE, 2).allow(3 * SIZE / 4);
    // When
    open(home).orElseThrow().close();
    try (CachedImage opened = open(advanced).orElseThrow()) {
      ((Following) opened).bytes().readNBytes(SIZE / 2);
    }
    home.allowAll();
    advanced.allowAll();
    // Then
    awaitCached(advanced);
    await().until(() -> cache.used() == SIZE);
    assertThat(cachedIds()).containsExactly(advanced.image.imageId());
  }

  @Test
  void aSecondReadWithinAnHourMakesAnImageHotWhereTheOperatorWantsIt() throws IOException {
    // Given
    cache(SIZE, When.SECOND);
    // When, Then
    assertThat(open(home)).isEmpty();
    clock.advance(Duration.ofHours(2));
    assertThat(open(home)).isEmpty();
    clock.advance(Duration.ofMinutes(59));
    assertThat(read(home, open(home))).isEqualTo(home.bytes);
    awaitCached(home);
  }

  @Test
  void whatIsAskedForComesWithoutAReader() throws Exception {
    cache(SIZE);

    assertThat(cache.fetch(home.image, home)).isTrue();
    assertThat(cache.fetch(home.image, home)).isTrue();
    assertThat(home.reads).hasValue(1);
    assertThat(cache.fetch(new TestHome(SIZE + 1, 2).image, home)).isFalse();
  }

  @Test
  void aDiskThatDoesNotTakeAnImageLeavesItUncached() throws IOException {
    // Given
    cache(SIZE);
    Files.delete(folder.resolve("incomplete"));
    // When, Then
    assertThat(open(home)).isEmpty();
    assertThat(cache.used()).isZero();
    Files.createDirectory(folder.resolve("incomplete"));
    assertThat(read(cached(home))).isEqualTo(home.bytes);
  }

  @Test
  void aDirectoryIsForOneProcess() throws IOException {
    cache(SIZE);

    assertThatThrownBy(() ->
            new ImageCache(
                folder, SIZE, new Admission(When.FIRST, clock), threads, Clock.systemUTC()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
  }
}
