package io.vitrine.local.cli;

import io.vitrine.local.ClusterException;
import io.vitrine.local.ClusterSpec;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.PartStatus;
import io.vitrine.local.Ports;
import io.vitrine.local.StateDirectory;
import io.vitrine.local.chaos.Chaos;
import io.vitrine.local.chaos.ImageHost;
import io.vitrine.local.chaos.SecondStore;
import io.vitrine.local.terminal.StartView;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "chaos",
    description =
        "Import images while parts are killed and frozen, in a cluster of its own that is gone"
            + " afterwards. Ends with 1 if anything is stuck, left over, or fails without a cause.")
final class ChaosCommand implements Callable<Integer> {
  @Option(names = "--imports", paramLabel = "N", description = "How many; 100.")
  private int imports = 100;

  @Option(names = "--at-once", paramLabel = "M", description = "How many at a time; 8.")
  private int atOnce = 8;

  @Option(
      names = "--faults",
      paramLabel = "N",
      description = "How many; 14, which is every victim killed once and frozen once.")
  private int faults = 14;

  @Option(
      names = "--victim",
      paramLabel = "PART",
      description =
          "Only this part, or these; worker, registry, store, kafka, postgres, s3, gateway.")
  private List<String> victims = new ArrayList<>();

  @Option(names = "--size", paramLabel = "MIB", description = "Of the disk in an image; 32.")
  private int mebibytes = 32;

  @Option(names = "--seed", paramLabel = "N", description = "Repeats a run as far as that can be.")
  private @Nullable Long seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    Chaos.Order order =
        new Chaos.Order(
            imports,
            atOnce,
            faults,
            victims.stream().map(LogsCommand::part).toList(),
            chosen,
            mebibytes);
    refuseBeside(Clusters.standard());
    StateDirectory state = new StateDirectory(Clusters.checkout().root().resolve(".vitrine/chaos"));
    try (var host = new ImageHost(Files.createDirectories(state.path().resolve("images")))) {
      return run(own(state, host), host, order) ? 0 : 1;
    }
  }

  private static boolean run(LocalCluster cluster, ImageHost host, Chaos.Order order)
      throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::stop));
    cluster.reset();
    SecondStore.add(cluster);
    Path workerFolder = Files.createDirectories(workerFolder(cluster.spec().state()));
    Terminal.out()
        .println(
            Terminal.bold("%d imports, %d at once, %d faults, seed %d")
                .formatted(order.imports(), order.atOnce(), order.faults(), order.seed()));
    try (var view = new StartView()) {
      cluster.start(view);
    }
    return new Chaos(cluster, workerFolder, host, order).run();
  }

  /** Both have the same ports; and nobody's images are to be in danger. */
  private static void refuseBeside(LocalCluster standard) {
    List<String> running =
        standard.status().stream()
            .filter(part -> part.state() != PartStatus.State.STOPPED)
            .map(part -> part.name().id())
            .toList();
    if (!running.isEmpty()) {
      throw new ClusterException(
          "the cluster is up (%s), and chaos wants its ports for one of its own: ./vitrine down"
              .formatted(String.join(", ", running)));
    }
  }

  private static LocalCluster own(StateDirectory state, ImageHost host) {
    return new LocalCluster(
        ClusterSpec.of(Clusters.checkout(), state, Ports.from(System.getenv()))
            .parts(EnumSet.complementOf(EnumSet.of(PartName.METADEFS)))
            .heapsFrom(System.getenv())
            .javaOptions(
                PartName.WORKER,
                List.of("-XX:+UseSerialGC", "-Djava.io.tmpdir=" + workerFolder(state)))
            .environment(PartName.REGISTRY, host.settings())
            .environment(PartName.WORKER, host.settings())
            .build());
  }

  private static Path workerFolder(StateDirectory state) {
    return state.data().resolve("worker-tmp");
  }
}
