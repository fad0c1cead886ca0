package io.vitrine.registry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** Keeps the shape: the roots of the features know no framework and no adapter. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.vitrine.registry", "io.vitrine.outbox");
  private static final String[] ROOTS = {
    "io.vitrine.registry.command",
    "io.vitrine.registry.image",
    "io.vitrine.registry.importing",
    "io.vitrine.registry.member",
    "io.vitrine.registry.notification",
    "io.vitrine.registry.policy",
    "io.vitrine.registry.quota",
    "io.vitrine.outbox"
  };

  @Test
  void featureRootsKnowNoFramework() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOTS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta.ws.rs..",
            "jakarta.persistence..",
            "org.hibernate..",
            "io.quarkus..",
            "io.vertx..",
            "org.apache.kafka..",
            "org.eclipse.microprofile.reactive..")
        .check(CLASSES);
  }

  @Test
  void featureRootsKnowNoAdapter() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOTS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..http..", "..kafka..", "..postgres..", "..platform..")
        .check(CLASSES);
  }

  @Test
  void valuesAreOrdinaryJava() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOTS)
        .and()
        .areRecords()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.smallrye.mutiny..")
        .check(CLASSES);
  }
}
