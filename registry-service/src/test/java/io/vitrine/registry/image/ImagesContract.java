package io.vitrine.registry.image;

import static io.vitrine.registry.image.SampleImages.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vitrine.problem.ProblemException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What every catalogue of images promises. */
public abstract class ImagesContract {

  /** An empty catalogue. */
  protected abstract Images images();

  /** Does the work in a transaction of its own. */
  protected abstract <T> T commit(Supplier<Uni<T>> work);

  protected void add(List<Image> samples) {
    samples.forEach(image -> commit(() -> images().add(image)));
  }

  private Image found(UUID id) {
    return images().find(id).await().indefinitely().orElseThrow();
  }

  @Test
  void keepsAllThatAnImageIs() {
    // Given
    List<Image> samples = new SampleImages(1).many(40);
    // When
    add(samples);
    // Then
    assertThat(samples).allSatisfy(image -> assertThat(found(image.id())).isEqualTo(image));
  }

  @Test
  void savesEveryStatus() {
    // Given
    Image image = new SampleImages(2).next();
    add(List.of(image));
    for (ImageStatus status : new SampleImages(3).statuses()) {
      // When
      Image changed = image.withStatus(status, START);
      commit(() -> images().lock(image.id()).chain(() -> images().save(changed)));
      // Then
      assertThat(found(image.id())).isEqualTo(changed);
      for (String store : List.of("primary", "other", "cold", "elsewhere")) {
        List<String> keys = commit(() -> images().keys(List.of(image.id()), store));
        assertThat(keys).as("%s in %s", status, store).isEqualTo(keys(changed, store));
      }
    }
  }

  private static List<String> keys(Image image, String store) {
    return image.objects().stream()
        .filter(location -> location.store().equals(store))
        .map(Location::key)
        .toList();
  }

  @Test
  void tellsWhatIsInAStorePageByPage() {
    // Given
    List<Image> samples = new SampleImages(6).many(60);
    add(samples);
    List<Image> expected =
        samples.stream()
            .filter(image -> image.data().flatMap(data -> data.in("cold")).isPresent())
            .sorted(Comparator.comparing(image -> image.id().toString()))
            .toList();
    assertThat(expected).hasSizeGreaterThan(2);
    // When
    List<Image> first = stored(Optional.empty(), 2);
    List<Image> rest = stored(Optional.of(first.getLast().id()), 100);
    // Then
    assertThat(first).isEqualTo(expected.subList(0, 2));
    assertThat(rest).isEqualTo(expected.subList(2, expected.size()));
  }

  private List<Image> stored(Optional<UUID> marker, int limit) {
    return images().stored("cold", marker, limit).await().indefinitely();
  }

  @Test
  void anIdIsNeverUsedTwice() {
    // Given
    Image image = new SampleImages(4).next();
    add(List.of(image));
    assertThatThrownBy(() -> add(List.of(image))).isInstanceOf(ProblemException.class);
    // When
    commit(() ->
        images().lock(image.id()).chain(locked -> images().remove(locked.orElseThrow(), START)));
    // Then
    assertThat(images().find(image.id()).await().indefinitely()).isEmpty();
    assertThatThrownBy(() -> add(List.of(image)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isEqualTo(new ImageProblem.IdTaken(image.id())));
  }

  @Test
  void findsUploadsWhoseLeaseRanOut() {
    // Given
    SampleImages samples = new SampleImages(5);
    Image saving = samples.next().withStatus(new ImageStatus.Saving(samples.upload(START)), START);
    Image staging =
        samples
            .next()
            .withStatus(
                new ImageStatus.Staging(samples.upload(START.plus(Duration.ofSeconds(1)))), START);
    add(List.of(saving, staging));
    // Then
    assertThat(expired(Duration.ZERO)).isEmpty();
    assertThat(expired(Duration.ofMillis(500))).containsExactly(saving.id());
    assertThat(expired(Duration.ofSeconds(2))).containsExactlyInAnyOrder(saving.id(), staging.id());
  }

  private List<UUID> expired(Duration later) {
    return images().withExpiredUpload(START.plus(later), 10).await().indefinitely();
  }
}
