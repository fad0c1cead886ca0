package io.vitrine.local.cli;

import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.Tokens;
import io.vitrine.local.bench.ListBench;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "Pages of a list in a catalogue of 1,000 images and in a large one.")
final class ListBenchCommand implements Callable<Integer> {
  @Option(names = "--images", paramLabel = "N", description = "The large catalogue; 1000000.")
  private int images = 1_000_000;

  @Option(names = "--requests", paramLabel = "N", description = "Timed for each page; 300.")
  private int requests = 300;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalCluster cluster = Clusters.standard();
    Realm realm = Realm.read(cluster.spec().checkout().realm());
    Tokens tokens = new Tokens(cluster.ports());
    Realm.User member = realm.user("demo").orElseThrow();
    Realm.User admin = realm.user("admin").orElseThrow();
    new ListBench(
            cluster.ports().url(PartName.GATEWAY),
            () -> tokens.of(member),
            () -> tokens.of(admin),
            requests)
        .run(
            cluster.ports().jdbc("registry"),
            cluster.secrets().get("postgres.registry"),
            member.project(),
            images);
    return 0;
  }
}
