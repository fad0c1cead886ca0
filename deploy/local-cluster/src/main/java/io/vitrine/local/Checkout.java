package io.vitrine.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The source tree that a cluster is started from, and what the build left in it. */
public record Checkout(Path root) {

  public Checkout {
    root = root.toAbsolutePath().normalize();
    if (!Files.isRegularFile(root.resolve("deploy/topics.properties"))) {
      throw new IllegalArgumentException("not a checkout of Vitrine: " + root);
    }
  }

  /** The checkout that this process was started in, from whatever folder of it. */
  public static Checkout find() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("deploy/topics.properties"))) {
        return new Checkout(folder);
      }
    }
    throw new IllegalStateException("not inside a checkout of Vitrine: " + start);
  }

  public Path topics() {
    return root.resolve("deploy/topics.properties");
  }

  public Path kafkaAcls() {
    return root.resolve("deploy/kafka-acls.properties");
  }

  public Path realm() {
    return root.resolve("deploy/keycloak/vitrine-realm.json");
  }

  public Path supervisor() {
    return root.resolve("deploy/run-service.sh");
  }

  /** An artifact that the build of deploy/parts copied from Maven Central. */
  public Path part(String name) {
    return root.resolve("deploy/parts/target/parts").resolve(name);
  }

  /** Where unpacked parts are kept; shared by all clusters of this checkout. */
  public Path unpacked() {
    return root.resolve(".vitrine/parts");
  }

  /** The folder of a service's runnable application; empty while the service is not written. */
  public Optional<Path> application(PartName service) {
    Path module = root.resolve(service.title());
    if (!Files.exists(module.resolve("pom.xml"))) {
      return Optional.empty();
    }
    return Optional.of(module.resolve("target/quarkus-app"));
  }
}
