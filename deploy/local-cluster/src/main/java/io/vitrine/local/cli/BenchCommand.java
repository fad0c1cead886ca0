package io.vitrine.local.cli;

import io.minio.MinioClient;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.Tokens;
import io.vitrine.local.bench.TransferBench;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "bench",
    description = "Upload and download beside the same bytes straight to the S3 server.",
    subcommands = ListBenchCommand.class)
final class BenchCommand implements Callable<Integer> {
  private static final String BUCKET = "vitrine-images";

  @Option(names = "--size", paramLabel = "MIB", description = "Size of the object; 1024 MiB.")
  private int mebibytes = 1024;

  @Option(names = "--rounds", paramLabel = "N", description = "Counted rounds; 3.")
  private int rounds = 3;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalCluster cluster = Clusters.standard();
    MinioClient s3 =
        MinioClient.builder()
            .endpoint(cluster.ports().url(PartName.S3))
            .region("us-east-1")
            .credentials(
                cluster.secrets().get("s3.access-key"), cluster.secrets().get("s3.secret-key"))
            .build();
    Realm.User member =
        Realm.read(cluster.spec().checkout().realm()).memberOf("demo").orElseThrow();
    new TransferBench(
            cluster.ports().url(PartName.GATEWAY),
            new Tokens(cluster.ports()).of(member),
            s3,
            BUCKET,
            (long) mebibytes << 20)
        .run(rounds);
    return 0;
  }
}
