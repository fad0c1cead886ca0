package io.vitrine.registry.image;

import static io.vitrine.registry.image.SampleImages.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vitrine.problem.ProblemException;
import io.vitrine.registry.member.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What everybody promises who keeps deleted images. */
public abstract class DeletedImagesContract {
  private static final Instant LATER = START.plus(Duration.ofDays(1));

  protected abstract DeletedImages deleted();

  protected abstract Images images();

  /** The same catalogue with these images and members in it. */
  protected abstract void add(List<Image> samples, List<Member> members);

  protected abstract List<Member> membersOf(Image image);

  /** Does the work in a transaction of its own. */
  protected abstract <T> T commit(Supplier<Uni<T>> work);

  private static Image active(SampleImages samples) {
    return samples.many(50).stream()
        .filter(image -> image.data().isPresent() && image.objects().size() > 1)
        .findFirst()
        .orElseThrow();
  }

  private Image kept(Image image, List<Member> members) {
    add(List.of(image), members);
    commit(() ->
        images()
            .lock(image.id())
            .chain(locked -> deleted().keep(locked.orElseThrow(), START, LATER)));
    return image;
  }

  private boolean owns(Image image, Location location) {
    return commit(() -> images().keys(List.of(image.id()), location.store()))
        .contains(location.key());
  }

  @Test
  void givesEveryImageBackAsItWas() {
    // Given
    SampleImages samples = new SampleImages(21);
    List<Image> all = samples.many(30);
    List<Member> members = samples.membersOf(all);
    for (Image image : all) {
      List<Member> own = members.stream().filter(m -> m.imageId().equals(image.id())).toList();
      kept(image, own);
      assertThat(images().find(image.id()).await().indefinitely()).isEmpty();
      // When
      Optional<Image> restored = commit(() -> deleted().restore(image.id()));
      // Then
      assertThat(restored).contains(image);
      assertThat(image.objects()).allMatch(location -> owns(image, location));
      assertThat(images().find(image.id()).await().indefinitely()).contains(image);
      assertThat(membersOf(image)).containsExactlyInAnyOrderElementsOf(own);
      for (String project : SampleImages.OWNERS) {
        boolean member = own.stream().anyMatch(it -> it.memberId().equals(project));
        assertThat(images().find(image.id(), project).await().indefinitely())
            .contains(new Images.Found(image, member));
      }
      Optional<Image> again = commit(() -> deleted().restore(image.id()));
      assertThat(again).isEmpty();
    }
  }

  @Test
  void theIdOfADeletedImageIsTaken() {
    Image image = kept(active(new SampleImages(22)), List.of());

    assertThatThrownBy(() -> add(List.of(image), List.of())).isInstanceOf(ProblemException.class);
  }

  @Test
  void ownsTheBytesUntilTheTimeIsOver() {
    // Given
    Image image = kept(active(new SampleImages(23)), List.of());
    assertThat(image.objects()).hasSizeGreaterThan(1);
    assertThat(image.objects()).allMatch(location -> owns(image, location));
    assertThat(owns(image, new Location("primary", "another"))).isFalse();
    assertThat(deleted().due(LATER.minusMillis(1), 0, 9).await().indefinitely()).isEmpty();
    assertThat(deleted().due(LATER, 0, 9).await().indefinitely()).containsExactly(image.id());
    assertThat(deleted().due(LATER, 1, 9).await().indefinitely()).isEmpty();
    List<Location> early = commit(() -> deleted().purge(image.id(), LATER.minusMillis(1)));
    assertThat(early).isEmpty();
    assertThat(image.objects()).allMatch(location -> owns(image, location));
    // When
    List<Location> purged = commit(() -> deleted().purge(image.id(), LATER));
    // Then
    assertThat(purged).isEqualTo(image.objects());
    assertThat(image.objects()).noneMatch(location -> owns(image, location));
    Optional<Image> restored = commit(() -> deleted().restore(image.id()));
    assertThat(restored).isEmpty();
    assertThatThrownBy(() -> add(List.of(image), List.of())).isInstanceOf(ProblemException.class);
  }
}
