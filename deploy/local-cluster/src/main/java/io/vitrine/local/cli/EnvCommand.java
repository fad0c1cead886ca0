package io.vitrine.local.cli;

import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "env",
    description = "Print settings for OpenStack clients: eval \"$(./vitrine env)\".")
final class EnvCommand implements Callable<Integer> {
  @Option(names = "--user", description = "Who to be.", defaultValue = "demo")
  private String user = "demo";

  @Override
  public Integer call() throws IOException {
    LocalCluster cluster = Clusters.standard();
    Realm.User who =
        Realm.read(cluster.spec().checkout().realm())
            .user(user)
            .orElseThrow(() -> new IllegalArgumentException("no user " + user));
    String gateway = cluster.ports().url(PartName.GATEWAY);
    var exports = new LinkedHashMap<String, String>();
    exports.put("VITRINE_ENDPOINT", gateway);
    exports.put("OS_AUTH_TYPE", "password");
    exports.put("OS_AUTH_URL", gateway + "/identity/v3");
    exports.put("OS_IDENTITY_API_VERSION", "3");
    exports.put("OS_IMAGE_API_VERSION", "2");
    exports.put("OS_REGION_NAME", "local");
    exports.put("OS_USERNAME", who.name());
    exports.put("OS_PASSWORD", who.password());
    exports.put("OS_PROJECT_NAME", who.project());
    exports.put("OS_USER_DOMAIN_NAME", "Default");
    exports.put("OS_PROJECT_DOMAIN_NAME", "Default");
    exports.forEach((name, value) -> Terminal.out().println("export " + name + "='" + value + "'"));
    return 0;
  }
}
