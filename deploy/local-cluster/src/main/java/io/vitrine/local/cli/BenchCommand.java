package io.vitrine.local.cli;

import io.minio.MinioClient;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.Tokens;
import io.vitrine.local.bench.SignInBench;
import io.vitrine.local.bench.TransferBench;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "bench",
    description =
        "Transfers beside the same bytes straight to the S3 server, and sign-ins beside Keycloak"
            + " alone.",
    subcommands = {
      ApiBenchCommand.class,
      ConvertBenchCommand.class,
      EventsBenchCommand.class,
      ListBenchCommand.class,
      MetadefsBenchCommand.class
    })
final class BenchCommand implements Callable<Integer> {
  static final String BUCKET = "vitrine-images";

  @Option(names = "--size", paramLabel = "MIB", description = "Size of the object; 1024 MiB.")
  private int mebibytes = 1024;

  enum Subject {
    TRANSFER,
    SIGN_IN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(
      names = "--only",
      paramLabel = "WHAT",
      description = "transfer or sign-in; both by default.",
      converter = SubjectConverter.class)
  private @Nullable Subject only;

  @Option(names = "--seconds", paramLabel = "N", description = "Of one count of requests; 5.")
  private int seconds = 5;

  @Option(names = "--rounds", paramLabel = "N", description = "Counted rounds; 3.")
  private int rounds = 3;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalCluster cluster = Clusters.standard();
    Realm.User member =
        Realm.read(cluster.spec().checkout().realm()).memberOf("demo").orElseThrow();
    if (only != Subject.SIGN_IN) {
      transfer(cluster, member);
    }
    if (only != Subject.TRANSFER) {
      new SignInBench(cluster.ports(), member, Duration.ofSeconds(seconds)).run(rounds);
    }
    return 0;
  }

  private void transfer(LocalCluster cluster, Realm.User member)
      throws IOException, InterruptedException {
    new TransferBench(
            cluster.ports().url(PartName.GATEWAY),
            cluster.ports().url(PartName.STORE),
            new Tokens(cluster.ports()).of(member),
            s3(cluster),
            BUCKET,
            (long) mebibytes << 20)
        .run(rounds);
  }

  static MinioClient s3(LocalCluster cluster) {
    return MinioClient.builder()
        .endpoint(cluster.ports().url(PartName.S3))
        .region("us-east-1")
        .credentials(cluster.secrets().get("s3.access-key"), cluster.secrets().get("s3.secret-key"))
        .build();
  }

  /** Accepts what the help says. */
  static final class SubjectConverter implements ITypeConverter<Subject> {
    @Override
    public Subject convert(String text) {
      return Arrays.stream(Subject.values())
          .filter(subject -> subject.toString().equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException(text + " is neither transfer nor sign-in"));
    }
  }
}
