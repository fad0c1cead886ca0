package io.vitrine.registry.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.events.ImageFact.ImageUpdated;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.Registry;
import io.vitrine.registry.image.ImagePatch.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChangeImageTest {
  private final Registry registry = new Registry();

  @Test
  void addsATagToTheOthers() {
    // Given
    Image image = registry.queued();
    change(image.id(), new Operation.AddTag("a"));
    // When
    Image changed = change(image.id(), new Operation.AddTag("b"));
    // Then
    assertThat(changed.attributes().tags()).containsExactly("a", "b");
    assertThat(registry.catalogue.facts.getLast())
        .isEqualTo(new ImageUpdated(Facts.snapshot(changed), Map.of("tags", List.of("a"))));
  }

  @Test
  void removesOnlyATagThatIsThere() {
    // Given
    Image image = registry.queued();
    change(image.id(), new Operation.AddTag("a"));
    // When
    Image changed = change(image.id(), new Operation.RemoveTag("a"));
    // Then
    assertThat(changed.attributes().tags()).isEmpty();
    assertThatThrownBy(() -> change(image.id(), new Operation.RemoveTag("a")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.NOT_FOUND));
  }

  @Test
  void anImageFullOfTagsTakesNoneButThoseItHas() {
    // Given
    Image image = registry.queued();
    for (int i = 0; i < Registry.MAX_TAGS; i++) {
      change(image.id(), new Operation.AddTag("t" + i));
    }
    // When
    Image same = change(image.id(), new Operation.AddTag("t0"));
    // Then
    assertThat(same.attributes().tags()).hasSize(Registry.MAX_TAGS);
    assertThatThrownBy(() -> change(image.id(), new Operation.AddTag("one more")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.TOO_LARGE));
  }

  @Test
  void changesOnlyTheRevisionThatTheClientHasSeen() {
    // Given
    Image seen = registry.queued();
    Precondition unchanged = Precondition.oneOf(Set.of(seen.revision()));
    ImagePatch patch = new ImagePatch(List.of(new Operation.AddTag("a")));
    Image changed =
        registry.change.apply(Registry.MEMBER, seen.id(), patch, unchanged).await().indefinitely();
    // When
    assertThatThrownBy(() ->
            registry.deletion.delete(Registry.MEMBER, seen.id(), unchanged).await().indefinitely())
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.PRECONDITION_FAILED));
    // Then
    assertThat(registry.image(seen.id())).isEqualTo(changed);
  }

  @Test
  void everyChangeHasALaterDateThoughTheClockStandsStill() {
    Image first = registry.queued();

    Image second = change(first.id(), new Operation.AddTag("a"));
    Image third = change(first.id(), new Operation.AddTag("b"));

    assertThat(List.of(first.revision(), second.revision(), third.revision()))
        .doesNotHaveDuplicates()
        .isSorted();
  }

  @Test
  void tellsAStrangerNothingOfTheRevision() {
    Image image = registry.queued();

    assertThatThrownBy(() ->
            registry
                .deletion
                .delete(Registry.STRANGER, image.id(), new Precondition(Optional.of(Set.of(9L))))
                .await()
                .indefinitely())
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.NOT_FOUND));
  }

  private Image change(UUID id, Operation operation) {
    return registry
        .change
        .apply(Registry.MEMBER, id, new ImagePatch(List.of(operation)), Precondition.NONE)
        .await()
        .indefinitely();
  }
}
