package io.vitrine.local.cli;

import io.vitrine.local.LocalCluster;
import io.vitrine.local.terminal.StartView;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "up", description = "Start the cluster; what already runs is kept.")
final class UpCommand implements Callable<Integer> {

  @Option(
      names = "--secure-kafka",
      negatable = true,
      description =
          "Kafka by TLS and with tokens of Keycloak, each service with the rights that it needs."
              + " Lasts until it is chosen otherwise, or until reset.")
  private @Nullable Boolean secureKafka;

  @Override
  public Integer call() throws IOException {
    LocalCluster cluster = Clusters.standard();
    if (secureKafka != null) {
      cluster.secureKafka(secureKafka);
    }
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
