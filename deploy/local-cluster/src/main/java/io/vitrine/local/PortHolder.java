package io.vitrine.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who listens on a port, from /proc. */
record PortHolder(LinuxProcess process) {
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Empty when the port is free, or held by a process that we may not look at. */
  static Optional<PortHolder> of(int port) {
    Set<String> inodes = new HashSet<>();
    inodes.addAll(listeningInodes(readLines("/proc/net/tcp"), port));
    inodes.addAll(listeningInodes(readLines("/proc/net/tcp6"), port));
    if (inodes.isEmpty()) {
      return Optional.empty();
    }
    return LinuxProcess.all().stream()
        .filter(process -> holdsSocket(process, inodes))
        .findFirst()
        .map(PortHolder::new);
  }

  static Set<String> listeningInodes(List<String> table, int port) {
    Set<String> inodes = new HashSet<>();
    for (String line : table.subList(Math.min(1, table.size()), table.size())) {
      String[] fields = line.strip().split("\\s+", -1);
      boolean listens =
          fields[STATE].equals(LISTENING)
              && fields[LOCAL_ADDRESS].endsWith(String.format(":%04X", port));
      if (listens) {
        inodes.add(fields[INODE]);
      }
    }
    return inodes;
  }

  private static boolean holdsSocket(LinuxProcess process, Set<String> inodes) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc", "" + process.pid(), "fd"))) {
      return descriptors.anyMatch(descriptor -> inodes.contains(socketInode(descriptor)));
    } catch (IOException e) {
      return false;
    }
  }

  private static String socketInode(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().replaceAll("^socket:\\[(\\d+)]$", "$1");
    } catch (IOException e) {
      return "";
    }
  }

  private static List<String> readLines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Who it is and what can be done about it, for the person who has to free the port. */
  static String describe(int port, PartName wantedBy) {
    String holder =
        of(port)
            .map(PortHolder::describe)
            .orElse("a process that this user may not see. End that process");
    return "port %d, which %s needs, is taken by %s, or choose another port: %s=N ./vitrine up"
        .formatted(port, wantedBy, holder, Ports.variable(wantedBy));
  }

  private String describe() {
    String who = "process %d (%s). ".formatted(process.pid(), shorten(process.commandLine()));
    return who
        + PartProcess.clusterOf(process)
            .map(state -> "It belongs to the cluster in " + state + ": run ./vitrine down there")
            .orElse("End that process");
  }

  private static String shorten(String command) {
    return command.length() <= 120 ? command : command.substring(0, 117) + "...";
  }
}
