package io.vitrine.local.cli;

import io.vitrine.local.ClusterException;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.SignIn;
import io.vitrine.local.terminal.Terminal;
import io.vitrine.local.upload.ImageCalls;
import io.vitrine.local.watch.WatchImport;
import io.vitrine.local.watch.WatchProject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "watch",
    description =
        "Watch the latest import of an image, or the next one, phase by phase. Exits 0 when the"
            + " image is active, 1 when the import failed. Without IMAGE, watch all that happens to"
            + " the images of the project, until Ctrl-C.")
final class WatchCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @Parameters(paramLabel = "IMAGE", arity = "0..1", description = "The image's id.")
  private @Nullable String image;

  @Option(names = "--user", description = "Who watches; by default demo.")
  private String user = "demo";

  @Option(names = "--project", description = "In which project; by default the user's own.")
  private @Nullable String project;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalCluster cluster = Clusters.standard();
    Realm.User who =
        Realm.read(cluster.spec().checkout().realm())
            .user(user)
            .orElseThrow(() -> new ClusterException("no user " + user));
    String scope = project == null ? who.project() : project;
    SignIn signIn = new SignIn(cluster.ports());
    ImageCalls calls =
        new ImageCalls(cluster.ports().url(PartName.GATEWAY), () -> signIn.token(who, scope));
    if (image == null) {
      new WatchProject(calls, scope, PAUSE, Terminal.out()).run();
      return 0;
    }
    return new WatchImport(calls, image, PAUSE, Terminal.out()).run() ? 0 : 1;
  }
}
