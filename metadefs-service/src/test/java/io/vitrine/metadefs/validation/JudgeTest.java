package io.vitrine.metadefs.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vitrine.metadefs.definition.Definition;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.Visibility;
import io.vitrine.metadefs.namespace.part.Association;
import io.vitrine.metadefs.namespace.part.Content;
import io.vitrine.metadefs.namespace.part.MetadataObject;
import io.vitrine.metadefs.namespace.part.Property;
import io.vitrine.metadefs.validation.Verdict.Flaw;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Association OF_IMAGES =
      new Association(Question.DEFAULT_RESOURCE_TYPE, "hw_", null);
  private static final Association OF_FLAVORS = new Association("OS::Nova::Flavor", "hw:", null);
  private static final Definition CPUS =
      new Definition("cpus", Map.of("type", "integer", "title", "CPUs", "minimum", 1));

  @Test
  void judgesByTheNameWithThePrefix() {
    // Given
    Namespace namespace = namespace("n", OF_IMAGES, OF_FLAVORS, new Property(CPUS));
    // When
    Verdict verdict = judge(Map.of("hw_cpus", "0", "cpus", "x"), namespace);
    // Then
    assertThat(verdict.isValid()).isFalse();
    assertThat(verdict.flaws())
        .containsExactly(
            new Flaw("hw_cpus", namespace.name(), Optional.empty(), "hw_cpus must be at least 1."));
    assertThat(verdict.unknown()).containsExactly("cpus");
  }

  @Test
  void appliesNoPrefixWhereTheTypeIsNotAssociated() {
    Verdict verdict = judge(Map.of("cpus", "1"), namespace("n", new Property(CPUS)));

    assertThat(verdict).isEqualTo(new Verdict(List.of(), List.of()));
  }

  @Test
  void oneOfSeveralDefinitionsIsEnough() {
    // Given
    Namespace one = namespace("one", new Property(choice("model", "virtio")));
    Namespace other = namespace("other", new Property(choice("model", "e1000")));
    // Then
    assertThat(judge(Map.of("model", "e1000"), one, other).isValid()).isTrue();
    assertThat(judge(Map.of("model", "ne2k"), one, other).flaws())
        .extracting(Flaw::namespace)
        .containsExactly(one.name(), other.name());
  }

  @Test
  void whatAnObjectRequiresIsThereOrNothingOfItIs() {
    // Given
    MetadataObject object =
        new MetadataObject(
            "Limits", null, List.of("a"), List.of(choice("a", "1"), choice("b", "1")));
    Namespace namespace = namespace("n", OF_IMAGES, object);
    // Then
    assertThat(judge(Map.of("hw_a", "1", "hw_b", "1"), namespace).isValid()).isTrue();
    assertThat(judge(Map.of("other", "1"), namespace).isValid()).isTrue();
    assertThat(judge(Map.of("hw_b", "1"), namespace).flaws())
        .containsExactly(
            new Flaw(
                "hw_a",
                namespace.name(),
                Optional.of("Limits"),
                "hw_a is required where others of Limits are used."));
  }

  @Test
  void namesTheObjectWhoseDefinitionItIs() {
    // Given
    MetadataObject object = new MetadataObject("Limits", null, List.of(), List.of(CPUS));
    // Then
    assertThat(judge(Map.of("cpus", "many"), namespace("n", object)).flaws())
        .extracting(Flaw::object, Flaw::message)
        .containsExactly(tuple(Optional.of("Limits"), "cpus must be a whole number."));
  }

  private static Verdict judge(Map<String, String> properties, Namespace... namespaces) {
    return Judge.judge(
        new Question(properties, Question.DEFAULT_RESOURCE_TYPE, Optional.empty()),
        List.of(namespaces));
  }

  private static Definition choice(String name, String only) {
    return new Definition(name, Map.of("type", "string", "title", "T", "enum", List.of(only)));
  }

  private static Namespace namespace(String name, Content... contents) {
    NamespaceDraft draft =
        new NamespaceDraft(
            new NamespaceName(name), null, null, Visibility.PUBLIC, false, "project");
    return Namespace.created(draft, List.of(contents), Instant.EPOCH).remaining().orElseThrow();
  }
}
