package io.vitrine.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.ClientSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The clients that the distribution brings, run as people run them. */
final class OpenStackClients {
  private static final List<String> PROGRAMS = List.of("openstack", "glance");

  private final TestCluster cluster;
  private final ClientSettings settings;
  private final Path folder;
  private final Path clouds;

  OpenStackClients(TestCluster cluster, Path folder) throws IOException {
    this.cluster = cluster;
    this.folder = folder;
    this.settings = new ClientSettings(cluster.realm(), cluster.parts().ports());
    this.clouds = settings.writeCloudsTo(folder.resolve("clouds.yaml"));
  }

  /** Without the clients there is nothing to test at home; in CI they have to be there. */
  static void requireInstalled() {
    List<String> missing = PROGRAMS.stream().filter(name -> !isInstalled(name)).toList();
    if (missing.isEmpty()) {
      return;
    }
    String what = missing + " not found: apt install python3-openstackclient python3-glanceclient";
    if (System.getenv("CI") != null) {
      throw new AssertionError(what);
    }
    abort(what);
  }

  private static boolean isInstalled(String program) {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** How a command ended. */
  record Result(List<String> command, int exit, String out, String err) {
    JsonNode json() {
      try {
        return new ObjectMapper().readTree(ok().out);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + this, e);
      }
    }

    /** What stands beside a name in the table that glance draws. */
    String row(String name) {
      return ok().out
          .lines()
          .map(line -> line.split("\\|"))
          .filter(cells -> cells.length > 2 && cells[1].strip().equals(name))
          .map(cells -> cells[2].strip())
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + name + " in " + this));
    }

    Result ok() {
      assertThat(exit).as(toString()).isZero();
      return this;
    }

    @Override
    public String toString() {
      return "%s -> %d%n%s%n%s".formatted(String.join(" ", command), exit, out, err);
    }
  }

  /** {@code openstack}, as the user of the realm whom clouds.yaml knows. */
  Result openstack(String user, String... arguments) {
    var command =
        new ArrayList<>(
            List.of("openstack", "--os-cloud", ClientSettings.cloud(cluster.user(user))));
    command.addAll(List.of(arguments));
    return run(command, Map.of("OS_CLIENT_CONFIG_FILE", clouds.toString()));
  }

  /** {@code openstack} with nothing but what the arguments say. */
  Result openstackAlone(String... arguments) {
    var command = new ArrayList<>(List.of("openstack"));
    command.addAll(List.of(arguments));
    return run(command, Map.of());
  }

  /**
   * {@code glance}, which reads no clouds.yaml, with the variables of {@code ./vitrine env}. It has
   * no standard input: what is there and is no terminal it would take for image data.
   */
  Result glance(String user, String... arguments) {
    var command = new ArrayList<>(List.of("sh", "-c", "exec glance \"$@\" <&-", "glance"));
    command.addAll(List.of(arguments));
    return run(command, settings.environment(cluster.user(user)));
  }

  private Result run(List<String> command, Map<String, String> environment) {
    try {
      Path out = Files.createTempFile(folder, "out", "");
      Path err = Files.createTempFile(folder, "err", "");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("OS_"));
      builder.environment().put("HOME", folder.toString());
      builder.environment().put("PYTHONWARNINGS", "ignore");
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + command + "\n" + Files.readString(err));
      }
      return new Result(command, process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new AssertionError(command.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(command.toString(), e);
    }
  }
}
