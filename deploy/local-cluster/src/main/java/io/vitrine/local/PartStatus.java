package io.vitrine.local;

import java.util.Optional;

/** A part as it is found. */
public record PartStatus(
    PartName name, int port, State state, Optional<Long> pid, long memoryBytes, String note) {

  public enum State {
    READY,
    STARTING,
    STOPPED
  }

  static PartStatus of(Part part, PartProcess process, int port) {
    Optional<LinuxProcess> leader = process.leader();
    if (leader.isEmpty()) {
      String note =
          PortHolder.of(port).map(h -> "port held by process " + h.process().pid()).orElse("");
      return new PartStatus(part.name(), port, State.STOPPED, Optional.empty(), 0, note);
    }
    return new PartStatus(
        part.name(),
        port,
        part.isReady() ? State.READY : State.STARTING,
        leader.map(LinuxProcess::pid),
        process.memory(),
        "");
  }
}
