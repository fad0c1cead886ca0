package io.vitrine.metadefs.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.metadefs.definition.Definition;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.Visibility;
import io.vitrine.metadefs.namespace.part.Association;
import io.vitrine.metadefs.namespace.part.Content;
import io.vitrine.metadefs.namespace.part.MetadataObject;
import io.vitrine.metadefs.namespace.part.Property;
import io.vitrine.metadefs.namespace.part.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceDocumentTest {
  private static final NamespaceDraft DRAFT =
      new NamespaceDraft(
          new NamespaceName("OS::Größe"), "", "as 😀", Visibility.PUBLIC, true, "admin");

  private static NamespaceDocument document(Object minimum) {
    Map<String, Object> keywords = new LinkedHashMap<>();
    keywords.put("type", "number");
    keywords.put("title", "Size");
    keywords.put("minimum", minimum);
    Definition size = new Definition("size", keywords);
    List<Content> contents =
        List.of(
            new Association("OS::Nova::Flavor", "hw:", null),
            new Property(size),
            new MetadataObject("Disk", null, List.of("size"), List.of(size)),
            new Tag("large"));
    return new NamespaceDocument(DRAFT, contents);
  }

  /** Whatever changes it makes all predefined namespaces look as if somebody had changed them. */
  @Test
  void aDigestIsForEver() {
    assertThat(document(1.5).digest())
        .isEqualTo("030a6b2a67e2df671af813e2317d67bfa0de34b6368a0147f6cf6e6f0cd9dabc");
  }

  @Test
  void aDigestIsOfWhatIsSaid() {
    Map<String, Object> otherOrder = new LinkedHashMap<>();
    otherOrder.put("minimum", 1.5);
    otherOrder.put("title", "Size");
    otherOrder.put("type", "number");
    List<Content> contents = new ArrayList<>(document(1.5).contents().reversed());
    contents.replaceAll(content ->
        content instanceof Property ? new Property(new Definition("size", otherOrder)) : content);

    assertThat(new NamespaceDocument(DRAFT, contents).digest()).isEqualTo(document(1.5).digest());
    assertThat(document(2).digest()).isNotEqualTo(document(1.5).digest());
  }
}
