package io.vitrine.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final String ROOT = "io.vitrine.store";
  private static final String[] FEATURES = {
    ROOT,
    ROOT + ".upload",
    ROOT + ".upload.resumable",
    ROOT + ".download",
    ROOT + ".release",
    ROOT + ".scrub",
    ROOT + ".cache"
  };

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void featuresKnowNoFrameworkAndNoAdapter() {
    noClasses()
        .that()
        .resideInAnyPackage(FEATURES)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta.ws.rs..",
            "io.quarkus..",
            "io.vertx..",
            "io.smallrye..",
            "org.apache.kafka..",
            "io.vitrine.events..",
            ROOT + ".platform..",
            ROOT + ".registry..",
            ROOT + "..http..",
            ROOT + "..kafka..")
        .check(classes);
  }

  @Test
  void onlyTheObjectStoreLibraryKnowsTheS3Client() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.minio..", "okhttp3..")
        .check(classes);
  }

  @Test
  void portsAreInterfaces() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Grants")
        .or()
        .haveSimpleNameEndingWith("Locations")
        .or()
        .haveSimpleNameEndingWith("News")
        .or()
        .haveSimpleNameEndingWith("Events")
        .should()
        .beInterfaces()
        .check(classes);
  }
}
