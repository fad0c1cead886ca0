package io.vitrine.local.cli;

import io.vitrine.local.containers.ServiceImages;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "images", description = "Build the container images of all services with Docker.")
final class ImagesCommand implements Callable<Integer> {
  private static final long MEBIBYTE = 1 << 20;

  /** On what the images stand, unless on what the Dockerfile names. */
  static final class Base {
    @Option(names = "--base", paramLabel = "IMAGE", description = "An image with glibc and bash.")
    private @Nullable String image;

    @Option(
        names = "--local-base",
        description =
            "One that is made here from Debian's packages, without a registry; takes root and"
                + " debootstrap. VITRINE_DEBIAN_MIRROR says where packages come from.")
    private boolean local;
  }

  @ArgGroup private Base base = new Base();

  @Option(
      names = "--aot",
      description =
          "With a cache of loaded classes: starts sooner, is larger, and not the same twice.")
  private boolean aheadOfTime;

  @Option(names = "--no-cache", description = "Take nothing from what was built before.")
  private boolean fromScratch;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var images = new ServiceImages(Clusters.checkout(), System.getenv());
    Optional<String> chosen =
        base.local
            ? Optional.of(
                images.makeLocalBase(Optional.ofNullable(System.getenv("VITRINE_DEBIAN_MIRROR"))))
            : Optional.ofNullable(base.image);
    images.build(
        chosen,
        aheadOfTime,
        fromScratch,
        image ->
            Terminal.out()
                .printf("%s  %d MiB  %s%n", image.name(), image.bytes() / MEBIBYTE, image.id()));
    return 0;
  }
}
