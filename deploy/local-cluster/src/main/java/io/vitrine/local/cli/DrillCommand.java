package io.vitrine.local.cli;

import io.vitrine.local.drill.Act;
import io.vitrine.local.drill.Drill;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "drill",
    description =
        "Run the images of ./vitrine images as replicas in containers of their own, restart, kill"
            + " and cut them off under load, and look whether anything was lost. Ends with 1 if so."
            + " Takes a Docker engine, and root for the cuts; all containers are gone afterwards.")
final class DrillCommand implements Callable<Integer> {
  @Option(
      names = "--acts",
      paramLabel = "ACT",
      split = ",",
      description = "Only these: roll, kill, cut_s3, cut_kafka.")
  private List<Act.Kind> acts = new ArrayList<>();

  @Option(names = "--clients", paramLabel = "N", description = "At the same time; 4.")
  private int clients = 4;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long what is killed or cut off stays away; 20.")
  private int seconds = 20;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var order = new Drill.Order(acts, clients, Duration.ofSeconds(seconds));
    return new Drill(Clusters.checkout(), order).run() ? 0 : 1;
  }
}
