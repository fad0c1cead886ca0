package io.vitrine.local.cli;

import io.vitrine.local.ClientSettings;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "env",
    description = "Print settings for OpenStack clients: eval \"$(./vitrine env)\".")
final class EnvCommand implements Callable<Integer> {
  @Option(names = "--user", description = "Who to be.", defaultValue = "demo")
  private String user = "demo";

  @Option(
      names = "--clouds",
      description =
          "Settings for openstack --os-cloud NAME with any name: OS_USERNAME and OS_PASSWORD would"
              + " win against the name, so they are unset.")
  private boolean cloudsOnly;

  @Override
  public Integer call() throws IOException {
    LocalCluster cluster = Clusters.standard();
    Realm realm = Realm.read(cluster.spec().checkout().realm());
    Realm.User who =
        realm.user(user).orElseThrow(() -> new IllegalArgumentException("no user " + user));
    var settings = new ClientSettings(realm, cluster.ports());
    Path clouds = settings.writeCloudsTo(cluster.spec().state().path().resolve("clouds.yaml"));

    var common = new LinkedHashMap<String, String>();
    common.put("VITRINE_ENDPOINT", cluster.ports().url(PartName.GATEWAY));
    common.put("OS_CLIENT_CONFIG_FILE", clouds.toString());
    Map<String, String> person = settings.environment(who);
    print(common);
    if (cloudsOnly) {
      Terminal.out().println("unset " + String.join(" ", person.keySet()));
      print(Map.of("OS_CLOUD", ClientSettings.cloud(who)));
    } else {
      Terminal.out().println("unset OS_CLOUD");
      print(person);
    }
    return 0;
  }

  private static void print(Map<String, String> exports) {
    exports.forEach((name, value) ->
        Terminal.out().println("export " + name + "='" + value.replace("'", "'\\''") + "'"));
  }
}
