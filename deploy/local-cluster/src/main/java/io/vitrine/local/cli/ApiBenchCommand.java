package io.vitrine.local.cli;

import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.SignIn;
import io.vitrine.local.bench.ApiBench;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "api",
    description = "Show, list and create at 16 connections, beside the registry alone.")
final class ApiBenchCommand implements Callable<Integer> {
  @Option(
      names = "--beside",
      paramLabel = "URL",
      description = "Another server of the Image API that takes this cluster's tokens, as Glance.")
  private @Nullable String beside;

  @Option(names = "--seconds", paramLabel = "N", description = "Of one count of requests; 5.")
  private int seconds = 5;

  @Option(names = "--rounds", paramLabel = "N", description = "Counted rounds; 3.")
  private int rounds = 3;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalCluster cluster = Clusters.standard();
    Realm.User member = Realm.read(cluster.spec().checkout().realm()).user("demo").orElseThrow();
    new ApiBench(
            cluster.ports().url(PartName.GATEWAY),
            cluster.ports().url(PartName.REGISTRY),
            Optional.ofNullable(beside),
            new SignIn(cluster.ports()).token(member, member.project()),
            Duration.ofSeconds(seconds))
        .run(rounds);
    return 0;
  }
}
