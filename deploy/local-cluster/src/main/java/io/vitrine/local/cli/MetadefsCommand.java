package io.vitrine.local.cli;

import io.vitrine.local.ClusterException;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.Tokens;
import io.vitrine.local.metadefs.CatalogueCalls;
import io.vitrine.local.metadefs.CatalogueFiles;
import io.vitrine.local.metadefs.LoadMode;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "metadefs",
    description = "Bring metadata definitions from files in Glance's format, and back into files.",
    synopsisSubcommandLabel = "COMMAND")
final class MetadefsCommand implements Runnable {
  private static final int REFUSED = 1;

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  @Command(description = "Load a file, or all of a folder. Ends with 1 if any is refused.")
  int load(
      @Parameters(paramLabel = "PATH", description = "A file, or a folder of *.json.") Path path,
      @Option(
              names = "--mode",
              defaultValue = "skip",
              converter = ModeConverter.class,
              description =
                  "What becomes of a namespace that exists: skip leaves it, merge adds what it"
                      + " lacks, prefer-new also replaces what both have, overwrite makes it the"
                      + " file's; skip by default.")
          LoadMode mode)
      throws IOException, InterruptedException {
    return files().load(path, mode) ? 0 : REFUSED;
  }

  @Command(description = "Write namespaces into files.")
  int export(
      @Parameters(arity = "0..*", paramLabel = "NAMESPACE", description = "Which; all by default.")
          @Nullable List<String> namespaces,
      @Option(names = "--to", required = true, paramLabel = "FOLDER", description = "Where to.")
          Path folder)
      throws IOException, InterruptedException {
    files().export(namespaces == null ? List.of() : namespaces, folder);
    return 0;
  }

  @Command(
      description =
          "Remove a namespace, or those that a folder's files name; protected ones, too. Ends with"
              + " 1 if any is refused.")
  int unload(
      @Parameters(paramLabel = "NAMESPACE|FOLDER", description = "What to remove.") String target)
      throws IOException, InterruptedException {
    return files().unload(target) ? 0 : REFUSED;
  }

  @Command(description = "List all namespaces.")
  int list() throws IOException, InterruptedException {
    files().list();
    return 0;
  }

  private static CatalogueFiles files() throws IOException {
    LocalCluster cluster = Clusters.standard();
    Realm.User admin =
        Realm.read(cluster.spec().checkout().realm())
            .user("admin")
            .orElseThrow(() -> new ClusterException("no user admin"));
    String token = new Tokens(cluster.ports()).of(admin);
    return new CatalogueFiles(
        new CatalogueCalls(cluster.ports().url(PartName.GATEWAY), token), Terminal.out());
  }

  /** Modes are typed as they are written in the usage text. */
  static final class ModeConverter implements ITypeConverter<LoadMode> {
    @Override
    public LoadMode convert(String value) {
      return Stream.of(LoadMode.values())
          .filter(mode -> mode.toString().equals(value))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("expected skip, merge, prefer-new or overwrite"));
    }
  }
}
