package io.vitrine.local.cli;

import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.SignIn;
import io.vitrine.local.bench.ApiBench;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "api",
    description = "Show, list and create at 16 connections, beside the registry alone.")
final class ApiBenchCommand implements Callable<Integer> {
  @Mixin private RequestBenchOptions options = new RequestBenchOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalCluster cluster = Clusters.standard();
    Realm.User member = Realm.read(cluster.spec().checkout().realm()).user("demo").orElseThrow();
    new ApiBench(
            cluster.ports().url(PartName.GATEWAY),
            cluster.ports().url(PartName.REGISTRY),
            options.beside(),
            new SignIn(cluster.ports()).token(member, member.project()),
            options.window())
        .run(options.rounds());
    return 0;
  }
}
