package io.vitrine.local.drill;

import io.vitrine.local.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Containers that lose each packet of one another. They are told nothing, as nobody is by a switch
 * that fails: the packets are dropped where they arrive, in the containers' own network namespaces.
 * A container that leaves a Docker network would lose its interface and its names, too, and be told
 * at once.
 */
final class Partition {
  private final Docker docker;
  private final Path log;
  private final List<Rule> rules = new ArrayList<>();

  /** Dropped by the container of this process: what comes from there. */
  private record Rule(String pid, String from) {}

  Partition(Docker docker, Path log) {
    this.docker = docker;
    this.log = log;
  }

  /** Cuts each of some off from another. */
  void begin(List<String> some, String other) throws IOException, InterruptedException {
    for (String container : some) {
      drop(container, other);
      drop(other, container);
    }
  }

  private void drop(String at, String from) throws IOException, InterruptedException {
    Rule rule = new Rule(docker.pid(at), docker.address(from));
    change("--insert", rule);
    rules.add(rule);
  }

  private void change(String how, Rule rule) throws IOException, InterruptedException {
    Commands.run(
        List.of(
            "nsenter",
            "--net=/proc/" + rule.pid() + "/ns/net",
            "iptables",
            how,
            "INPUT",
            "--source",
            rule.from(),
            "--jump",
            "DROP"),
        Map.of(),
        log);
  }

  void end() throws IOException, InterruptedException {
    for (Rule rule : rules) {
      change("--delete", rule);
    }
  }
}
