package io.vitrine.local.cli;

import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.SignIn;
import io.vitrine.local.bench.MetadefsBench;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "metadefs",
    description =
        "Listing 40 namespaces of metadata definitions and showing one, at 1 and 16 connections,"
            + " beside the service alone.")
final class MetadefsBenchCommand implements Callable<Integer> {
  @Mixin private RequestBenchOptions options = new RequestBenchOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalCluster cluster = Clusters.standard();
    Realm.User admin = Realm.read(cluster.spec().checkout().realm()).user("admin").orElseThrow();
    new MetadefsBench(
            cluster.ports().url(PartName.GATEWAY),
            cluster.ports().url(PartName.METADEFS),
            options.beside(),
            new SignIn(cluster.ports()).token(admin, admin.project()),
            options.window())
        .run(options.rounds());
    return 0;
  }
}
