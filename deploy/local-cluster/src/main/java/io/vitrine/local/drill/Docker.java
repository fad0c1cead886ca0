package io.vitrine.local.drill;

import io.vitrine.local.ClusterException;
import io.vitrine.local.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The containers and the network of a drill, by Docker's command line. All have its label. */
final class Docker {
  static final String NETWORK = "vitrine-drill";
  private static final String LABEL = "io.vitrine.drill";

  private final Path log;

  Docker(Path log) {
    this.log = log;
  }

  /** Containers on it reach each other by name, nothing beyond, and only this machine them. */
  void createNetwork() throws IOException, InterruptedException {
    docker("network", "create", "--internal", "--label", LABEL, NETWORK);
  }

  /**
   * Starts a container.
   *
   * @param alias what it is called on the network, as others may be
   */
  void run(String name, String alias, List<String> options, String image, List<String> command)
      throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of("run", "--detach", "--label", LABEL, "--name", name));
    all.addAll(List.of("--network", NETWORK, "--network-alias", alias));
    all.addAll(options);
    all.add(image);
    all.addAll(command);
    docker(all.toArray(String[]::new));
  }

  void docker(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    Commands.run(command, Map.of(), log);
  }

  /** Of a container that runs; another one after each start, perhaps. */
  String address(String container) throws IOException, InterruptedException {
    return inspect(container, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
  }

  /** The number of its first process, on this machine. */
  String pid(String container) throws IOException, InterruptedException {
    return inspect(container, "{{.State.Pid}}");
  }

  private String inspect(String container, String format) throws IOException, InterruptedException {
    return Commands.output(List.of("docker", "inspect", "--format", format, container), log)
        .orElseThrow(() -> new ClusterException("there is no container " + container));
  }

  /** Keeps what all containers have written. */
  void saveLogs(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    for (String name : all("ps", "--all", "--format", "{{.Names}}")) {
      Path output = folder.resolve(name + ".log");
      Commands.run(List.of("docker", "logs", name), output, output);
    }
  }

  /** Ends and removes everything that any drill has started. */
  void removeAll() throws IOException, InterruptedException {
    var remove = new ArrayList<>(List.of("rm", "--force", "--volumes"));
    if (remove.addAll(all("ps", "--all", "--quiet"))) {
      docker(remove.toArray(String[]::new));
    }
    for (String network : all("network", "ls", "--quiet")) {
      docker("network", "rm", network);
    }
  }

  private List<String> all(String... listing) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(listing));
    command.addAll(List.of("--filter", "label=" + LABEL));
    return Commands.output(command, log)
        .orElse("")
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }
}
