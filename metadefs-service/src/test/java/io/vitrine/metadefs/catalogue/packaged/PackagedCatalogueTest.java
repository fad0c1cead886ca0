package io.vitrine.metadefs.catalogue.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.vitrine.metadefs.catalogue.NamespaceDocument;
import io.vitrine.metadefs.catalogue.Predefined;
import io.vitrine.metadefs.namespace.Visibility;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PackagedCatalogueTest {
  private final Predefined predefined = PackagedCatalogue.read();

  @Test
  void everyFileIsANamespaceThatAllSee() {
    assertThat(predefined.version()).isPositive();
    assertThat(predefined.namespaces())
        .hasSizeGreaterThanOrEqualTo(33)
        .allSatisfy(document -> {
          assertThat(document.draft().visibility()).isEqualTo(Visibility.PUBLIC);
          assertThat(document.draft().owner()).isEqualTo("admin");
        })
        .extracting(NamespaceDocument::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void theIndexNamesEveryFile() throws Exception {
    Path folder = Path.of(getClass().getResource("/catalogue").toURI());

    // All but the index itself.
    assertThat(folder.toFile().list()).hasSize(predefined.namespaces().size() + 1);
  }
}
