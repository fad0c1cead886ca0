package io.vitrine.local.cli;

import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Ports;
import io.vitrine.local.Realm;
import io.vitrine.local.SignIn;
import io.vitrine.local.terminal.StartView;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;

/** What to know and what to try once the cluster is up. */
final class Panel {
  private final LocalCluster cluster;

  Panel(LocalCluster cluster) {
    this.cluster = cluster;
  }

  String render(Duration took) throws IOException {
    Ports ports = cluster.ports();
    var text = new StringBuilder("\n");
    text.append(Terminal.bold(Terminal.green("Vitrine is up")))
        .append(" after ")
        .append(StartView.seconds(took))
        .append("\n\n");
    row(text, "Image API", ports.url(PartName.GATEWAY) + "/v2/images");
    row(text, "Identity", SignIn.authUrl(ports) + "  (Keystone v3: openstack, glance, Terraform)");
    row(text, "Keycloak", ports.url(PartName.KEYCLOAK) + "  admin / " + adminPassword());
    row(text, "Logs", cluster.spec().state().logs() + "  (./vitrine logs NAME)");
    cluster
        .dataOutside()
        .ifPresent(
            folder -> row(text, "PostgreSQL", folder + ": its user cannot come to the checkout"));
    text.append("\n  ")
        .append(Terminal.bold(user("user", "password", "project", "role")))
        .append('\n');
    for (Realm.User user : Realm.read(cluster.spec().checkout().realm()).users()) {
      text.append("  ")
          .append(user(user.name(), user.password(), user.project(), user.role()))
          .append('\n');
    }
    text.append("\n  ").append(Terminal.bold("Try next")).append('\n');
    hint(text, "./vitrine demo", "upload a qcow2, convert it, download it, compare the bytes");
    hint(text, "./vitrine demo FILE", "the same with an image of yours");
    hint(text, "eval \"$(./vitrine env)\"", "settings for openstack, glance and curl");
    hint(text, "./vitrine status", "processes, ports, memory");
    hint(text, "./vitrine down", "stop; the data stays");
    return text.toString();
  }

  private String adminPassword() {
    return cluster.secrets().get("keycloak.admin");
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append(String.format("  %-10s %s%n", name, value));
  }

  private static String user(String name, String password, String project, String role) {
    return String.format("%-12s %-19s %-9s %s", name, password, project, role);
  }

  private static void hint(StringBuilder text, String command, String meaning) {
    text.append(String.format("  %-26s %s%n", command, Terminal.dim(meaning)));
  }
}
