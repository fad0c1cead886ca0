package io.vitrine.local.cli;

import io.vitrine.local.PartStatus;
import io.vitrine.local.PartStatus.State;
import io.vitrine.local.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "Show every part: process, port, state, memory. Exits 3 unless all are ready.")
final class StatusCommand implements Callable<Integer> {
  private static final int NOT_ALL_READY = 3;
  private static final String FORMAT = "  %-18s %-9s %8s %6s %11s";

  @Override
  public Integer call() {
    List<PartStatus> parts = Clusters.standard().status();
    Terminal.out()
        .println(Terminal.bold(String.format(FORMAT, "PART", "STATE", "PID", "PORT", "MEMORY")));
    parts.forEach(part -> Terminal.out().println(row(part)));
    long total = parts.stream().mapToLong(PartStatus::memoryBytes).sum();
    Terminal.out().println(String.format(FORMAT, "", "", "", "", Terminal.bytes(total)));
    return parts.stream().allMatch(part -> part.state() == State.READY) ? 0 : NOT_ALL_READY;
  }

  private static String row(PartStatus part) {
    String state = String.format("%-9s", part.state().name().toLowerCase(Locale.ROOT));
    String coloured =
        switch (part.state()) {
          case READY -> Terminal.green(state);
          case STARTING -> Terminal.yellow(state);
          case STOPPED -> Terminal.dim(state);
        };
    String memory = part.memoryBytes() == 0 ? "" : Terminal.bytes(part.memoryBytes());
    String pid = part.pid().map(String::valueOf).orElse("");
    String row =
        String.format(
            "  %-18s %s %8s %6d %11s", part.name().title(), coloured, pid, part.port(), memory);
    return (row + "  " + part.note()).stripTrailing();
  }
}
