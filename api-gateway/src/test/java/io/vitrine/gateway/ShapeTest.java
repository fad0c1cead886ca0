package io.vitrine.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.vitrine.gateway");

  @Test
  void routesAndVersionsKnowNoFramework() {
    noClasses()
        .that()
        .resideInAnyPackage("..gateway.route..", "..gateway.version..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.quarkus..", "io.smallrye..", "jakarta..")
        .check(CLASSES);
  }

  @Test
  void featuresFormNoCycle() {
    slices().matching("io.vitrine.gateway.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingHereTalksToADatabase() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .check(CLASSES);
  }

  @Test
  void onlyWhatBringsFactsKnowsTheClientOfABroker() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..gateway.live.kafka..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..")
        .check(CLASSES);
  }
}
