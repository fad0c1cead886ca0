package io.vitrine.local.cli;

import io.vitrine.local.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "reset", description = "Stop the cluster and delete its data.")
final class ResetCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    Clusters.standard().reset();
    Terminal.out().println("Stopped, and the data is deleted. ./vitrine up starts afresh.");
    return 0;
  }
}
