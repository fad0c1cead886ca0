package io.vitrine.local.cli;

import io.vitrine.local.LocalCluster;
import io.vitrine.local.terminal.StartView;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "up", description = "Start the cluster; what already runs is kept.")
final class UpCommand implements Callable<Integer> {

  @Override
  public Integer call() throws IOException {
    LocalCluster cluster = Clusters.standard();
    Terminal.out().println(Terminal.bold("Starting Vitrine") + " on 127.0.0.1");
    long begin = System.nanoTime();
    try (var view = new StartView()) {
      cluster.start(view);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    Terminal.out().println(new Panel(cluster).render(took));
    return 0;
  }
}
