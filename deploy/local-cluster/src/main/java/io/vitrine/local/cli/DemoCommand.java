package io.vitrine.local.cli;

import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartStatus.State;
import io.vitrine.local.demo.Demo;
import io.vitrine.local.terminal.StartView;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "demo",
    description =
        "Upload an image, convert it to raw, download it. Exits 0 only if the bytes are right.")
final class DemoCommand implements Callable<Integer> {
  private static final int BYTES_DIFFER = 4;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A disk image of yours; by default a qcow2 is made, with an ext4 on it.")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalCluster cluster = Clusters.standard();
    startUnlessReady(cluster);
    return new Demo(cluster).run(Optional.ofNullable(file)) ? 0 : BYTES_DIFFER;
  }

  private static void startUnlessReady(LocalCluster cluster) {
    if (cluster.status().stream().allMatch(part -> part.state() == State.READY)) {
      return;
    }
    Terminal.out().println("Not everything is up: starting it.");
    try (var view = new StartView()) {
      cluster.start(view);
    }
  }
}
