package io.vitrine.local.cli;

import io.vitrine.local.ClusterException;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Show the log of a part, or where all the logs are.")
final class LogsCommand implements Callable<Integer> {
  private static final int PAGE = 1 << 16;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "postgres, kafka, keycloak, s3, registry, metadefs, store, worker, gateway")
  private @Nullable String name;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on as the log grows; Ctrl-C ends it.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      description = "How many lines from the end (default: 200; 0: all).",
      defaultValue = "200")
  private int lines = 200;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalCluster cluster = Clusters.standard();
    if (name == null) {
      listAll(cluster);
      return 0;
    }
    Path log = cluster.log(part(name));
    if (!Files.exists(log)) {
      throw new ClusterException(name + " has no log yet: it was never started");
    }
    long shown = show(log);
    if (follow) {
      follow(log, shown);
    }
    return 0;
  }

  static PartName part(String name) {
    return PartName.named(name)
        .orElseThrow(() ->
            new ClusterException(
                "no part is named " + name + "; there are " + PartName.allNames()));
  }

  private static void listAll(LocalCluster cluster) throws IOException {
    for (PartName part : PartName.values()) {
      Path log = cluster.log(part);
      String size = Files.exists(log) ? Terminal.bytes(Files.size(log)) : "-";
      Terminal.out().println(String.format("  %-10s %10s  %s", part.id(), size, log));
    }
  }

  private long show(Path log) throws IOException {
    long size = Files.size(log);
    List<String> all = Files.readString(log).lines().toList();
    int from = lines == 0 ? 0 : Math.max(0, all.size() - lines);
    all.subList(from, all.size()).forEach(Terminal.out()::println);
    return size;
  }

  /** A log that shrank was rotated: begin again. */
  private static void follow(Path log, long from) throws IOException, InterruptedException {
    long position = from;
    byte[] page = new byte[PAGE];
    while (!Terminal.out().checkError()) {
      try (var file = new RandomAccessFile(log.toFile(), "r")) {
        if (file.length() < position) {
          position = 0;
        }
        file.seek(position);
        for (int n = file.read(page); n > 0; n = file.read(page)) {
          Terminal.out().write(page, 0, n);
          position += n;
        }
      }
      Terminal.out().flush();
      Thread.sleep(300);
    }
  }
}
