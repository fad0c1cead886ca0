package io.vitrine.local.replay;

import static io.vitrine.local.replay.Facts.IMAGE;
import static io.vitrine.local.replay.Facts.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CheckTest {
  private static final Subject ONE = new Subject(Subject.Kind.IMAGE, IMAGE);
  private static final Subject MEMBERS = new Subject(Subject.Kind.MEMBERS, IMAGE);

  private final Told told = new Told();
  private final Map<Subject, Fields> catalogue = new LinkedHashMap<>();
  private final Queue<TopicFact> toCome = new ArrayDeque<>();

  private final Shown shown =
      new Shown() {
        @Override
        public void forEach(BiConsumer<Subject, Fields> each) {
          catalogue.forEach(each);
        }

        @Override
        public Optional<Fields> of(Subject subject) {
          return Optional.ofNullable(catalogue.get(subject));
        }
      };

  private List<Difference> check(Duration patience) throws Exception {
    return new Check(told, shown, this::readOn, patience).differences();
  }

  private void readOn(Consumer<TopicFact> each) {
    TopicFact next = toCome.poll();
    if (next != null) {
      each.accept(next);
    }
  }

  private void shows(int version) {
    catalogue.put(ONE, Facts.shown(version));
    catalogue.put(MEMBERS, new Fields());
  }

  @Test
  void theSameIsNoDifference() throws Exception {
    // Given
    told.take(image("created", 1));
    shows(1);
    // Then
    assertThat(check(Duration.ZERO)).isEmpty();
  }

  @Test
  void whatIsOtherwiseIsNamedFieldByField() throws Exception {
    // Given
    told.take(image("created", 1));
    shows(2);
    // Then
    assertThat(check(Duration.ZERO))
        .singleElement()
        .satisfies(difference -> {
          assertThat(difference.subject()).isEqualTo(ONE);
          assertThat(difference.field()).isEqualTo("name");
          assertThat(difference.told().asText()).isEqualTo("v1");
          assertThat(difference.shown().asText()).isEqualTo("v2");
        });
  }

  @Test
  void whatOnlyOneOfThemKnowsIsADifference() throws Exception {
    // Given
    told.take(image("created", 1));
    Subject other = new Subject(Subject.Kind.IMAGE, "other");
    catalogue.put(other, Facts.shown(1));
    // Then
    assertThat(check(Duration.ZERO))
        .extracting(Difference::subject, Difference::field)
        .containsExactlyInAnyOrder(
            tuple(ONE, Difference.EXISTS),
            tuple(MEMBERS, Difference.EXISTS),
            tuple(other, Difference.EXISTS));
  }

  @Test
  void aChangeMeanwhileIsNoDifferenceOnceItsFactHasCome() throws Exception {
    // Given a catalogue that was shown at its second version, and is at its third now
    told.take(image("created", 1));
    shows(2);
    toCome.add(image("updated", 2));
    toCome.add(image("updated", 3));
    // Then
    assertThat(check(Duration.ofDays(1))).isEmpty();
  }

  @Test
  void soIsADeletionMeanwhile() throws Exception {
    // Given
    told.take(image("created", 1));
    toCome.add(image("deleted", 1));
    // Then
    assertThat(check(Duration.ofDays(1))).isEmpty();
  }
}
