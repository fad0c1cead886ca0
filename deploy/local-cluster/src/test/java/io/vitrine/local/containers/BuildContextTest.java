package io.vitrine.local.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.local.Checkout;
import io.vitrine.local.ClusterException;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildContextTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private Checkout checkout;
  private BuildContext context;

  @BeforeEach
  void buildServices() throws IOException {
    write("deploy/topics.properties");
    write("deploy/images/healthy");
    Files.setPosixFilePermissions(
        checkoutFolder().resolve("deploy/images/healthy"),
        PosixFilePermissions.fromString("rwx------"));
    for (PartName service : PartName.SERVICES) {
      String application = service.title() + "/target/quarkus-app/";
      write(service.title() + "/pom.xml");
      write(service.title() + "/target/bom.json");
      write(application + "quarkus-run.jar");
      write(application + "app/" + service.title() + ".jar");
      write(application + "lib/boot/org.example.boot-1.jar");
      write(application + "lib/main/org.example.shared-1.jar");
      write(application + "lib/main/io.vitrine.problem-1.jar");
    }
    write("store-service/target/quarkus-app/lib/main/org.example.s3-1.jar");
    checkout = new Checkout(checkoutFolder());
    context = new BuildContext(Files.createDirectory(folder.resolve("context")));
  }

  private Path checkoutFolder() {
    return folder.resolve("checkout");
  }

  private void write(String file) throws IOException {
    Path path = checkoutFolder().resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, file);
  }

  @Test
  void putsApartWhatChangesAndWhatDoesNot() throws IOException {
    context.fill(checkout, TIME);

    assertThat(files("libraries"))
        .containsExactly("lib/boot/org.example.boot-1.jar", "lib/main/org.example.shared-1.jar");
    assertThat(files("store-service/libraries")).containsExactly("lib/main/org.example.s3-1.jar");
    assertThat(files("store-service/application"))
        .containsExactly(
            "app/store-service.jar",
            "lib/main/io.vitrine.problem-1.jar",
            "quarkus-run.jar",
            "sbom.json");
    assertThat(files("api-gateway/libraries")).isEmpty();
  }

  private Set<String> files(String part) throws IOException {
    Path root = context.folder().resolve(part);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void everythingIsOfOneTimeAndReadByAll() throws IOException {
    context.fill(checkout, TIME);

    try (Stream<Path> all = Files.walk(context.folder())) {
      for (Path path : all.toList()) {
        assertThat(Files.getLastModifiedTime(path).toInstant()).isEqualTo(TIME);
        boolean executable = Files.isDirectory(path) || path.endsWith("healthy");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .isEqualTo(executable ? "rwxr-xr-x" : "rw-r--r--");
      }
    }
  }

  @Test
  void namesTheServiceThatIsNotBuilt() throws IOException {
    Path application = checkoutFolder().resolve("store-service/target/quarkus-app");
    Files.move(application, application.resolveSibling("elsewhere"));

    assertThatThrownBy(() -> context.fill(checkout, TIME))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("store-service");
  }
}
