package io.vitrine.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** Keeps the shape: the root of the feature knows no framework and no adapter. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.vitrine.worker");
  private static final String ROOT = "io.vitrine.worker.importing";

  @Test
  void featureRootKnowsNoFramework() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta.ws.rs..",
            "io.quarkus..",
            "io.vertx..",
            "io.minio..",
            "io.smallrye..",
            "org.apache.kafka..",
            "org.eclipse.microprofile..")
        .check(CLASSES);
  }

  @Test
  void featureRootKnowsNoAdapter() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..importing.kafka..", "..importing.registry..", "..platform..")
        .check(CLASSES);
  }
}
