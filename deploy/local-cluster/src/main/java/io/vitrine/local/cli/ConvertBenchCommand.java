package io.vitrine.local.cli;

import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.SignIn;
import io.vitrine.local.bench.ConvertBench;
import io.vitrine.local.bench.ImportBench;
import io.vitrine.local.images.ImageApi;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "convert",
    description =
        "A qcow2 to raw: the library beside qemu-img, and a whole import beside Glance's way. For"
            + " the bars: VITRINE_HEAP_WORKER=512m ./vitrine up")
final class ConvertBenchCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  @Option(names = "--disk", paramLabel = "MIB", description = "As the guest sees it; 4096.")
  private long disk = 4096;

  @Option(names = "--data", paramLabel = "MIB", description = "On the disk; 1024.")
  private long data = 1024;

  @Option(names = "--rounds", paramLabel = "N", description = "Counted rounds; 3.")
  private int rounds = 3;

  @Option(
      names = "--beside",
      paramLabel = "URL",
      description =
          "A Glance that takes this cluster's tokens and whose imports convert to raw. Without it,"
              + " a stand-in does what Glance does.")
  private @Nullable String beside;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (data < 8 || disk < data || rounds < 1) {
      throw new IllegalArgumentException(
          "at least a round, and 8 MiB of data on a disk that holds them: %d, %d, %d"
              .formatted(rounds, data, disk));
    }
    LocalCluster cluster = Clusters.standard();
    Realm.User member = Realm.read(cluster.spec().checkout().realm()).user("demo").orElseThrow();
    String token = new SignIn(cluster.ports()).token(member, member.project());
    ImportBench.Worker worker =
        new ImportBench.Worker(
            cluster.ports().url(PartName.WORKER) + "/q/metrics",
            cluster.pid(PartName.WORKER),
            cluster.log(PartName.WORKER));
    ConvertBench.of(
            cluster.spec().state().path().resolve("bench"),
            disk << 20,
            data << 20,
            imports(cluster.ports().url(PartName.GATEWAY), token, Optional.of(worker)),
            Optional.ofNullable(beside).map(url -> imports(url, token, Optional.empty())),
            BenchCommand.s3(cluster),
            BenchCommand.BUCKET)
        .run(rounds);
    return 0;
  }

  private static ImportBench imports(
      String url, String token, Optional<ImportBench.Worker> worker) {
    return new ImportBench(new ImageApi(url, () -> token, PATIENCE), worker);
  }
}
