package io.vitrine.local.cli;

import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.SignIn;
import io.vitrine.local.bench.Backlog;
import io.vitrine.local.bench.EventsBench;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "events",
    description =
        "How soon a change is an event at a consumer, at 1 and 16 connections, beside records that"
            + " are produced straight to Kafka.")
final class EventsBenchCommand implements Callable<Integer> {
  @Option(names = "--seconds", paramLabel = "N", description = "Of each measurement; 10.")
  private int seconds = 10;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      description = "Instead: how long N facts take that wait in the outbox.")
  private int backlog;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalCluster cluster = Clusters.standard();
    Realm.User member = Realm.read(cluster.spec().checkout().realm()).user("demo").orElseThrow();
    var bench =
        new EventsBench(
            cluster.ports().url(PartName.GATEWAY),
            cluster.kafka(),
            new SignIn(cluster.ports()).token(member, member.project()),
            Duration.ofSeconds(seconds));
    if (backlog > 0) {
      bench.runBehind(
          new Backlog(cluster.ports().jdbc("registry"), cluster.secrets().get("postgres.registry")),
          backlog);
    } else {
      bench.run();
    }
    return 0;
  }
}
