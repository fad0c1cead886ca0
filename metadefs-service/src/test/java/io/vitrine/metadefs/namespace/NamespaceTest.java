package io.vitrine.metadefs.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.metadefs.definition.Definition;
import io.vitrine.metadefs.namespace.Change.NamespaceCreated;
import io.vitrine.metadefs.namespace.Change.NamespaceDeleted;
import io.vitrine.metadefs.namespace.Change.NamespaceReplaced;
import io.vitrine.metadefs.namespace.Change.PartAdded;
import io.vitrine.metadefs.namespace.Change.PartRemoved;
import io.vitrine.metadefs.namespace.Change.PartReplaced;
import io.vitrine.metadefs.namespace.part.Association;
import io.vitrine.metadefs.namespace.part.Content;
import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.metadefs.namespace.part.PartKind;
import io.vitrine.metadefs.namespace.part.PartProblem;
import io.vitrine.metadefs.namespace.part.Parts;
import io.vitrine.metadefs.namespace.part.Property;
import io.vitrine.metadefs.namespace.part.Tag;
import io.vitrine.problem.Problem;
import io.vitrine.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NamespaceTest {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  private static final Tag A = new Tag("a");
  private static final Tag B = new Tag("b");
  private static final Tag C = new Tag("c");

  @Test
  void tellsItsCreationAndThenEachPart() {
    // When
    Changed created = Namespace.created(draft(false), List.of(A, property("p")), THEN);
    // Then
    Namespace namespace = created.remaining().orElseThrow();
    assertThat(created.changes())
        .containsExactly(
            new NamespaceCreated(namespace),
            new PartAdded(namespace, Part.of(A, THEN)),
            new PartAdded(namespace, Part.of(property("p"), THEN)));
  }

  @Test
  void aReplacementKeepsThePartsAndTellsTheOldName() {
    // Given
    Namespace namespace = namespace(A);
    NamespaceDraft renamed =
        new NamespaceDraft(
            new NamespaceName("new"), null, null, Visibility.PUBLIC, false, "project");
    // When
    Changed changed = namespace.replacedBy(renamed, NOW);
    // Then
    Namespace replaced = changed.remaining().orElseThrow();
    assertThat(replaced.parts()).isEqualTo(namespace.parts());
    assertThat(replaced.createdAt()).isEqualTo(THEN);
    assertThat(replaced.updatedAt()).isEqualTo(NOW);
    assertThat(changed.changes()).containsExactly(new NamespaceReplaced(replaced, namespace));
  }

  @Test
  void aDeletionIsToldOnce() {
    // Given
    Namespace namespace = namespace(A, B);
    // When
    Changed changed = namespace.deleted();
    // Then
    assertThat(changed.remaining()).isEmpty();
    assertThat(changed.changes()).containsExactly(new NamespaceDeleted(namespace));
  }

  @Test
  void aReplacedPartKeepsItsPlaceAndItsBeginning() {
    // Given
    Namespace namespace = namespace(A, B);
    // When
    Changed changed = namespace.replacing(PartKind.TAG, "a", C, NOW);
    // Then
    Namespace other = changed.remaining().orElseThrow();
    Part<Tag> renamed = new Part<>(C, THEN, NOW);
    assertThat(other.parts().all()).containsExactly(renamed, Part.of(B, THEN));
    assertThat(other.updatedAt()).isEqualTo(THEN);
    assertThat(changed.changes()).containsExactly(new PartReplaced(other, renamed, "a"));
  }

  @Test
  void namesCollideWithinAKindOnly() {
    // Given
    Namespace namespace = namespace(A, B, property("a"), new Association("a", null, null));
    // Then
    assertRefused(() -> namespace.with(A, NOW), new PartProblem.Exists(PartKind.TAG, "a"));
    assertRefused(
        () -> namespace.replacing(PartKind.TAG, "a", B, NOW),
        new PartProblem.Exists(PartKind.TAG, "b"));
    assertRefused(
        () -> namespace.without(PartKind.OBJECT, "a"),
        new PartProblem.Missing(PartKind.OBJECT, "a"));
  }

  @Test
  void removesPartsOneByOneOrAllOfAKind() {
    // Given
    Namespace namespace = namespace(A, property("p"), B);
    // When
    Changed one = namespace.without(PartKind.TAG, "a");
    Changed all = namespace.withoutAll(PartKind.TAG);
    // Then
    assertThat(one.remaining().orElseThrow().parts().of(PartKind.TAG)).hasSize(1);
    Namespace bare = all.remaining().orElseThrow();
    assertThat(bare.parts().all()).hasSize(1);
    assertThat(all.changes())
        .containsExactly(
            new PartRemoved(bare, Part.of(A, THEN)), new PartRemoved(bare, Part.of(B, THEN)));
  }

  @Test
  void retaggingTellsOnlyWhatHasChanged() {
    // Given
    Namespace namespace = namespace(A, B);
    // When
    Changed changed = namespace.retagged(List.of(C, B), NOW);
    // Then
    Namespace retagged = changed.remaining().orElseThrow();
    assertThat(retagged.parts().all()).containsExactly(Part.of(C, NOW), Part.of(B, THEN));
    assertThat(changed.changes())
        .containsExactly(
            new PartRemoved(retagged, Part.of(A, THEN)), new PartAdded(retagged, Part.of(C, NOW)));
    assertThat(namespace.retagged(List.of(), NOW).changes()).isEmpty();
  }

  @Test
  void whatIsProtectedLosesNothing() {
    // Given
    Namespace namespace =
        Namespace.created(draft(true), List.of(A), THEN).remaining().orElseThrow();
    Problem refusal = new NamespaceProblem.Protected("n");
    // Then
    assertRefused(namespace::deleted, refusal);
    assertRefused(() -> namespace.without(PartKind.TAG, "a"), refusal);
    assertRefused(() -> namespace.withoutAll(PartKind.TAG), refusal);
    assertRefused(() -> namespace.retagged(List.of(B), NOW), refusal);
    assertThat(namespace.with(B, NOW).changes()).hasSize(1);
    assertThat(namespace.replacing(PartKind.TAG, "a", B, NOW).changes()).hasSize(1);
  }

  @Test
  void partsOfTheSameMomentStayInOrderOnAPage() {
    // Given
    Namespace namespace = namespace(B, C, A);
    PageRequest latestFirst =
        new PageRequest(2, Optional.empty(), PageRequest.SortKey.CREATED_AT, true);
    // Then
    assertThat(namespace.page(PartKind.TAG, latestFirst))
        .containsExactly(Part.of(A, THEN), Part.of(C, THEN));
  }

  @Test
  void hasOnlySoManyParts() {
    // Given
    List<Tag> many = IntStream.range(0, Parts.MAX_COUNT).mapToObj(i -> new Tag("tag" + i)).toList();
    Namespace full = Namespace.created(draft(false), many, THEN).remaining().orElseThrow();
    // Then
    assertThatThrownBy(() -> full.with(A, NOW)).hasMessageContaining("at most 2000 parts");
  }

  private static void assertRefused(ThrowingCallable change, Problem problem) {
    assertThatThrownBy(change)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }

  private static Namespace namespace(Content... contents) {
    return Namespace.created(draft(false), List.of(contents), THEN).remaining().orElseThrow();
  }

  private static NamespaceDraft draft(boolean isProtected) {
    return new NamespaceDraft(
        new NamespaceName("n"), null, null, Visibility.PRIVATE, isProtected, "project");
  }

  private static Property property(String name) {
    return new Property(new Definition(name, Map.of("type", "string", "title", "T")));
  }
}
