package io.vitrine.metadefs.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.metadefs.definition.Definition;
import io.vitrine.metadefs.namespace.Change.NamespaceReplaced;
import io.vitrine.metadefs.namespace.Change.PartAdded;
import io.vitrine.metadefs.namespace.Change.PartRemoved;
import io.vitrine.metadefs.namespace.Change.PartReplaced;
import io.vitrine.metadefs.namespace.part.Association;
import io.vitrine.metadefs.namespace.part.Content;
import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.metadefs.namespace.part.Property;
import io.vitrine.metadefs.namespace.part.Tag;
import io.vitrine.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadingTest {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant NOW = THEN.plusSeconds(60);
  private static final Content KEPT = new Tag("kept");
  private static final Content OURS = new Tag("ours");
  private static final Content FILES = new Tag("files");

  /** Protection does not keep what is loaded on purpose from being replaced or removed. */
  private final Namespace old =
      Namespace.created(
              draft("old"),
              List.of(OURS, KEPT, property("Old"), new Association("OS::X", "hw_", null)),
              THEN)
          .remaining()
          .orElseThrow();

  private static NamespaceDraft draft(String description) {
    return new NamespaceDraft(
        new NamespaceName("OS::A"), null, description, Visibility.PUBLIC, true, "admin");
  }

  private static Property property(String title) {
    return new Property(new Definition("size", Map.of("type", "integer", "title", title)));
  }

  private Changed load(LoadMode mode) {
    return old.loaded(
        draft("new"),
        List.of(FILES, KEPT, property("New"), new Association("OS::X", "hw:", null)),
        mode,
        NOW);
  }

  private static List<Content> contents(Changed changed) {
    return changed.remaining().orElseThrow().parts().all().stream()
        .<Content>map(Part::content)
        .toList();
  }

  @Test
  void skippingChangesNothing() {
    Changed changed = load(LoadMode.SKIP);

    assertThat(changed.remaining()).contains(old);
    assertThat(changed.changes()).isEmpty();
  }

  @Test
  void mergingAddsWhatIsMissing() {
    Changed changed = load(LoadMode.MERGE);

    Namespace merged = changed.remaining().orElseThrow();
    assertThat(merged.content()).isEqualTo(old.content());
    assertThat(merged.updatedAt()).isEqualTo(THEN);
    assertThat(contents(changed))
        .containsExactly(OURS, KEPT, property("Old"), new Association("OS::X", "hw_", null), FILES);
    assertThat(changed.changes())
        .containsExactly(new PartAdded(merged, new Part<>(FILES, NOW, NOW)));
  }

  @Test
  void preferringTheNewKeepsWhatTheFileDoesNotName() {
    Changed changed = load(LoadMode.PREFER_NEW);

    Namespace merged = changed.remaining().orElseThrow();
    assertThat(merged.content()).isEqualTo(draft("new"));
    assertThat(merged.createdAt()).isEqualTo(THEN);
    assertThat(merged.updatedAt()).isEqualTo(NOW);
    assertThat(contents(changed))
        .containsExactly(OURS, KEPT, property("New"), new Association("OS::X", "hw:", null), FILES);
    assertThat(changed.changes())
        .containsExactly(
            new NamespaceReplaced(merged, old),
            new PartReplaced(merged, new Part<>(property("New"), THEN, NOW), "size"),
            new PartReplaced(
                merged, new Part<>(new Association("OS::X", "hw:", null), THEN, NOW), "OS::X"),
            new PartAdded(merged, new Part<>(FILES, NOW, NOW)));
  }

  @Test
  void overwritingLeavesWhatTheFileSaysInItsOrder() {
    Changed changed = load(LoadMode.OVERWRITE);

    Namespace loaded = changed.remaining().orElseThrow();
    assertThat(loaded.id()).isEqualTo(old.id());
    assertThat(contents(changed))
        .containsExactly(FILES, KEPT, property("New"), new Association("OS::X", "hw:", null));
    assertThat(changed.changes())
        .contains(new PartRemoved(loaded, new Part<>(OURS, THEN, THEN)))
        .hasSize(5);
  }

  @Test
  void whatIsSaidAlikeIsNoChange() {
    Changed changed =
        old.loaded(
            old.content(),
            old.parts().all().stream().<Content>map(Part::content).toList(),
            LoadMode.OVERWRITE,
            NOW);

    assertThat(changed.remaining()).contains(old);
    assertThat(changed.changes()).isEmpty();
  }

  @Test
  void refusesAFileThatSaysSomethingTwice() {
    assertThatThrownBy(() -> old.loaded(draft("new"), List.of(KEPT, KEPT), LoadMode.OVERWRITE, NOW))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("kept");
  }
}
