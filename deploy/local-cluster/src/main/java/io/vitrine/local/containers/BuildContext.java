package io.vitrine.local.containers;

import io.vitrine.local.Checkout;
import io.vitrine.local.ClusterException;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder that the images are built from. What the Dockerfile copies in one step is a folder
 * here:
 *
 * <pre>
 * java/                    the Java runtime
 * libraries/               jars of others that all services have
 * healthy
 * SERVICE/libraries/       jars of others that this one has besides
 * SERVICE/application/     what is ours, and what Quarkus generates: changes with each build
 * </pre>
 */
record BuildContext(Path folder) {
  private static final String OURS = "io.vitrine.";

  /** Everything but {@code java/}, which is there already; then all gets the time. */
  void fill(Checkout checkout, Instant time) throws IOException {
    var programs = new EnumMap<PartName, Set<Path>>(PartName.class);
    for (PartName service : PartName.SERVICES) {
      programs.put(service, files(application(checkout, service)));
    }
    Set<Path> shared = shared(programs);
    for (PartName service : PartName.SERVICES) {
      Path from = application(checkout, service);
      Path libraries = folder.resolve(service.title()).resolve("libraries");
      Path application = folder.resolve(service.title()).resolve("application");
      Files.createDirectories(libraries);
      for (Path file : programs.getOrDefault(service, Set.of())) {
        if (shared.contains(file)) {
          copyOnce(from.resolve(file), folder.resolve("libraries").resolve(file));
        } else {
          copyOnce(from.resolve(file), (isLibrary(file) ? libraries : application).resolve(file));
        }
      }
      copyOnce(
          checkout.root().resolve(service.title()).resolve("target/bom.json"),
          application.resolve("sbom.json"));
    }
    copyOnce(checkout.root().resolve("deploy/images/healthy"), folder.resolve("healthy"));
    normalise(time);
  }

  private static Path application(Checkout checkout, PartName service) {
    return checkout
        .application(service)
        .filter(Files::isDirectory)
        .orElseThrow(() -> new ClusterException(service.title() + " is not built"));
  }

  private static Set<Path> files(Path application) throws IOException {
    try (Stream<Path> files = Files.walk(application)) {
      return files
          .filter(Files::isRegularFile)
          .map(application::relativize)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The names of jars have their versions in them. */
  private static Set<Path> shared(Map<PartName, Set<Path>> programs) {
    return programs.values().stream()
        .map(files ->
            files.stream()
                .filter(BuildContext::isLibrary)
                .collect(Collectors.toCollection(HashSet::new)))
        .reduce((some, others) -> {
          some.retainAll(others);
          return some;
        })
        .orElseThrow();
  }

  private static boolean isLibrary(Path file) {
    return file.startsWith("lib") && !file.getFileName().toString().startsWith(OURS);
  }

  private static void copyOnce(Path from, Path to) throws IOException {
    if (!Files.exists(to)) {
      Files.createDirectories(to.getParent());
      Files.copy(from, to);
    }
  }

  /** Neither the mask nor the clock of who builds is seen in the image. */
  private void normalise(Instant time) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.filter(Predicate.not(Files::isSymbolicLink)).toList();
    }
    for (Path path : all) {
      boolean executable =
          Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE);
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
      Files.setLastModifiedTime(path, FileTime.from(time));
    }
  }
}
