package io.vitrine.metadefs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.vitrine.metadefs");

  private static final String[] ROOTS = {
    "io.vitrine.metadefs.catalogue",
    "io.vitrine.metadefs.definition",
    "io.vitrine.metadefs.namespace",
    "io.vitrine.metadefs.namespace.part",
    "io.vitrine.metadefs.validation"
  };

  @Test
  void featuresKnowNoAdapterAndNoFramework() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOTS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..http..",
            "..postgres..",
            "jakarta.ws.rs..",
            "jakarta.persistence..",
            "org.hibernate..",
            "io.quarkus..",
            "io.vertx..",
            "org.apache.kafka..")
        .check(CLASSES);
  }

  @Test
  void valuesKnowNoReactiveTypes() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOTS)
        .and()
        .areRecords()
        .or()
        .areEnums()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.smallrye.mutiny..")
        .check(CLASSES);
  }

  @Test
  void adaptersKnowNotEachOther() {
    noClasses()
        .that()
        .resideInAPackage("..http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..postgres..")
        .check(CLASSES);
  }
}
