package io.vitrine.local.cli;

import io.vitrine.local.ClusterException;
import io.vitrine.local.metadefs.LoadMode;
import io.vitrine.local.migrate.Cloud;
import io.vitrine.local.migrate.Deed;
import io.vitrine.local.migrate.Migration;
import io.vitrine.local.migrate.Projects;
import io.vitrine.local.migrate.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "migrate",
    description =
        "Bring images and metadata definitions from another Image API, such as Glance, as they are:"
            + " ids, owners, members, bytes. Run again, it brings what differs. Signs in to the"
            + " source by SOURCE_OS_AUTH_URL, SOURCE_OS_USERNAME and so on, or with SOURCE_OS_TOKEN"
            + " at --from; to the target by OS_AUTH_URL and so on. Exits 0 when all is equal, 1 when"
            + " something is not.")
final class MigrateCommand implements Callable<Integer> {
  private static final int FLAWED = 1;

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "The source's Image API; by default what its catalogue says.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "URL",
      description = "The target's Image API; by default what its catalogue says.")
  private @Nullable String to;

  @Option(
      names = "--from-cloud",
      paramLabel = "NAME",
      description = "The source in clouds.yaml, instead of the variables.")
  private @Nullable String fromCloud;

  @Option(
      names = "--to-cloud",
      paramLabel = "NAME",
      description = "The target in clouds.yaml, instead of the variables.")
  private @Nullable String toCloud;

  @Option(
      names = "--project-map",
      paramLabel = "FILE",
      description = "Lines of two ids of projects, there and here; others keep their ids.")
  private @Nullable Path projectMap;

  @Option(names = "--image", paramLabel = "ID", description = "Only this one; may be repeated.")
  private List<String> images = List.of();

  @Option(names = "--visibility", description = "Only images that are public, private, …")
  private @Nullable String visibility;

  @Option(names = "--owner", paramLabel = "ID", description = "Only a project's images.")
  private @Nullable String owner;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Only this one of metadata definitions; may be repeated.")
  private List<String> namespaces = List.of();

  @Option(
      names = "--metadefs",
      paramLabel = "MODE",
      converter = MetadefsCommand.ModeConverter.class,
      description =
          "What becomes of a namespace that the target has: skip leaves it, merge adds what it"
              + " lacks, prefer-new also replaces what both have, overwrite makes it the source's;"
              + " skip by default.")
  private LoadMode mode = LoadMode.SKIP;

  @Option(names = "--store", description = "Where the bytes go; by default where all go.")
  private @Nullable String store;

  @Option(names = "--parallel", paramLabel = "N", description = "Images at once; by default 4.")
  private int parallel = 4;

  @ArgGroup private What what = new What();

  /** Instead of bringing anything. */
  static final class What {
    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Option(names = "--verify", description = "Only compare.")
    private boolean verify;

    private Deed deed() {
      return dryRun ? Deed.SAY : verify ? Deed.COMPARE : Deed.BRING;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (parallel < 1) {
      throw new ClusterException("--parallel is at least 1");
    }
    Migration migration =
        new Migration(
            cloud("SOURCE_OS_", fromCloud, from),
            cloud("OS_", toCloud, to),
            projectMap == null ? Projects.SAME : Projects.from(Files.readAllLines(projectMap)),
            new Wish(
                what.deed(),
                images,
                Optional.ofNullable(visibility),
                Optional.ofNullable(owner),
                namespaces,
                mode,
                Optional.ofNullable(store),
                parallel));
    return migration.run() ? 0 : FLAWED;
  }

  private static Cloud cloud(String prefix, @Nullable String name, @Nullable String endpoint)
      throws IOException {
    return Cloud.of(
        prefix, System.getenv(), Optional.ofNullable(name), Optional.ofNullable(endpoint));
  }
}
