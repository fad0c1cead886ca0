package io.vitrine.local.containers;

import io.vitrine.local.Archives;
import io.vitrine.local.Checkout;
import io.vitrine.local.Commands;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds the images of all services, or finds that they are built. */
public final class ServiceImages {
  private static final String SUITE = "trixie";
  private static final String LOCAL_BASE = "vitrine/base:" + SUITE;

  /**
   * What the services and their libraries use; the last ones are for Kerberos to Kafka and for
   * looking into a container.
   */
  private static final String MODULES =
      "java.se,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs,"
          + "jdk.security.auth,jdk.security.jgss,jdk.jcmd,jdk.jfr";

  private final Checkout checkout;
  private final Release release;
  private final Path work;
  private final Path log;
  private final Engine engine;

  /** What one can see of an image. */
  public record Built(String name, String id, long bytes) {}

  public ServiceImages(Checkout checkout, Map<String, String> environment) throws IOException {
    this.checkout = checkout;
    this.release = Release.of(checkout, environment);
    this.work = Files.createDirectories(checkout.root().resolve(".vitrine/images"));
    this.log = work.resolve("build.log");
    this.engine = new Engine(log);
  }

  /**
   * Makes a base without any registry.
   *
   * @param mirror where Debian's packages come from; empty for debootstrap's own choice
   * @return its name
   */
  public String makeLocalBase(Optional<String> mirror) throws IOException, InterruptedException {
    engine.requireRunning();
    Path tar = work.resolve("base.tar");
    var command =
        new ArrayList<>(
            List.of(
                checkout.root().resolve("deploy/images/local-base.sh").toString(),
                SUITE,
                "" + release.time().getEpochSecond()));
    mirror.ifPresent(command::add);
    try {
      Commands.run(command, tar, log);
      engine.importTar(tar, LOCAL_BASE);
      stamp(LOCAL_BASE, LOCAL_BASE);
    } finally {
      Files.deleteIfExists(tar);
    }
    return LOCAL_BASE;
  }

  /**
   * Builds them.
   *
   * @param base the image below; empty for the one that the Dockerfile names
   * @param aheadOfTime with a cache of classes, which is another one each time
   * @param fromScratch takes nothing from the engine's cache
   */
  public void build(
      Optional<String> base, boolean aheadOfTime, boolean fromScratch, Consumer<Built> listener)
      throws IOException, InterruptedException {
    engine.requireRunning();
    var context = new BuildContext(work.resolve("context"));
    Archives.delete(context.folder());
    Files.createDirectories(context.folder());
    linkJava(context.folder().resolve("java"));
    context.fill(checkout, release.time());
    var options = new ArrayList<>(List.of("--target", aheadOfTime ? "ahead-of-time" : "service"));
    if (fromScratch) {
      options.add("--no-cache");
    }
    for (PartName service : PartName.SERVICES) {
      listener.accept(build(service, context, base, options));
    }
    Archives.delete(context.folder());
  }

  private void linkJava(Path target) throws IOException, InterruptedException {
    Path jlink = Path.of(System.getProperty("java.home", ""), "bin", "jlink");
    Commands.run(
        List.of(
            jlink.toString(),
            "--add-modules=" + MODULES,
            "--no-header-files",
            "--no-man-pages",
            "--compress=zip-6",
            "--output=" + target),
        Map.of(),
        log);
  }

  private Built build(
      PartName service, BuildContext context, Optional<String> base, List<String> options)
      throws IOException, InterruptedException {
    String name = "vitrine/" + service.title() + ":" + release.version();
    var arguments = new HashMap<String, String>();
    arguments.put("SERVICE", service.title());
    arguments.put("VERSION", release.version());
    base.ifPresent(image -> arguments.put("BASE", image));
    Path dockerfile = checkout.root().resolve("deploy/images/Dockerfile");
    String built = engine.build(context.folder(), dockerfile, arguments, options);
    // The engine's cache answers with what it built then; what was made of that is there, too.
    Path note = work.resolve(service.title() + ".built");
    String made = Files.exists(note) ? Files.readString(note) : "";
    if (engine.id(name).filter(id -> made.equals(built + " " + id)).isEmpty()) {
      stamp(built, name);
      Files.writeString(note, built + " " + engine.id(name).orElseThrow());
    }
    return new Built(name, engine.id(name).orElseThrow(), engine.bytes(name));
  }

  private void stamp(String image, String name) throws IOException, InterruptedException {
    Path saved = work.resolve("saved.tar");
    Path stamped = work.resolve("stamped.tar");
    try {
      engine.save(image, saved);
      try (var tar = new SavedImage(saved)) {
        tar.stamp(release.time(), name, stamped);
      }
      engine.load(stamped);
    } finally {
      Files.deleteIfExists(saved);
      Files.deleteIfExists(stamped);
    }
  }
}
