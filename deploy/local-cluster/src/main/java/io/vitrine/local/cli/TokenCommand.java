package io.vitrine.local.cli;

import io.vitrine.local.ClusterException;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.Realm;
import io.vitrine.local.SignIn;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "token", description = "Print an access token, good in one project.")
final class TokenCommand implements Callable<Integer> {
  @Option(names = "--user", description = "Whose token; by default demo, or a user of --project.")
  private @Nullable String user;

  @Option(
      names = "--project",
      description = "The project it is good in; by default the user's own.")
  private @Nullable String project;

  @Override
  public Integer call() throws IOException {
    LocalCluster cluster = Clusters.standard();
    Realm realm = Realm.read(cluster.spec().checkout().realm());
    Realm.User who = choose(realm);
    Terminal.out()
        .println(new SignIn(cluster.ports()).token(who, project == null ? who.project() : project));
    return 0;
  }

  private Realm.User choose(Realm realm) {
    if (user == null && project != null) {
      return realm
          .memberOf(project)
          .orElseThrow(() -> new ClusterException("no user of project " + project));
    }
    String name = user == null ? "demo" : user;
    return realm.user(name).orElseThrow(() -> new ClusterException(unknown(name, realm)));
  }

  private static String unknown(String name, Realm realm) {
    return "no user "
        + name
        + "; there are "
        + realm.users().stream().map(Realm.User::name).collect(Collectors.joining(", "));
  }
}
