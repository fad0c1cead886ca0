package io.vitrine.local.cli;

import io.vitrine.local.PartName;
import io.vitrine.local.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(name = "down", description = "Stop every process of the cluster; the data stays.")
final class DownCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    List<PartName> stopped = Clusters.standard().stop();
    Terminal.out()
        .println(
            stopped.isEmpty()
                ? "Nothing was running."
                : "Stopped: "
                    + stopped.stream().map(PartName::id).collect(Collectors.joining(", ")));
    return 0;
  }
}
