package io.vitrine.local;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The running process of one part and all that it started. Each part leads a session of its own, so
 * that it outlives the terminal and can be signalled as a whole.
 */
final class PartProcess {
  private static final String MARKER = "VITRINE_CLUSTER_PART";
  private static final Pattern MARK = Pattern.compile(MARKER + "=(\\S+):[a-z0-9]+");
  private static final Duration PATIENCE_WITH_THE_KERNEL = Duration.ofSeconds(10);
  private static final long LOG_LIMIT = 16L << 20;

  private final PartName name;
  private final PidFile pidFile;
  private final Path log;
  private final String mark;

  PartProcess(StateDirectory state, PartName name) {
    this.name = name;
    this.pidFile = new PidFile(state.pidFile(name));
    this.log = state.log(name);
    this.mark = state.path() + ":" + name.id();
  }

  void start(Launch launch) throws IOException {
    rotateLog();
    var command = new ArrayList<String>(List.of("setsid"));
    command.addAll(launch.command());
    var builder = new ProcessBuilder(command).directory(launch.directory().toFile());
    builder.environment().putAll(launch.environment());
    builder.environment().put(MARKER, mark);
    builder.redirectErrorStream(true);
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectOutput(Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    pidFile.write(process.pid(), launch.fingerprint());
  }

  private void rotateLog() throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
      Path old = log.resolveSibling(log.getFileName() + ".1");
      Files.move(log, old, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  Optional<LinuxProcess> leader() {
    return pidFile.leader();
  }

  boolean isRunning() {
    return leader().isPresent();
  }

  boolean wasStartedLike(Launch launch) {
    return pidFile.read().filter(n -> n.fingerprint().equals(launch.fingerprint())).isPresent();
  }

  /** Every process of this part, also those that outlived their leader or its pid file. */
  List<LinuxProcess> members() {
    Optional<LinuxProcess> leader = leader();
    List<LinuxProcess> all = LinuxProcess.all();
    Set<Long> pids = new HashSet<>();
    for (LinuxProcess process : all) {
      boolean led = leader.filter(l -> l.pid() == process.session()).isPresent();
      if (led || bearsOurMark(process)) {
        pids.add(process.pid());
      }
    }
    addDescendants(all, pids);
    return all.stream().filter(process -> pids.contains(process.pid())).toList();
  }

  /** PostgreSQL's backends lead sessions of their own. */
  private static void addDescendants(List<LinuxProcess> all, Set<Long> pids) {
    boolean grew = true;
    while (grew) {
      grew = false;
      for (LinuxProcess process : all) {
        if (pids.contains(process.parent())) {
          grew |= pids.add(process.pid());
        }
      }
    }
  }

  /** The state directory of the cluster that a process belongs to, if it says so. */
  static Optional<String> clusterOf(LinuxProcess process) {
    return MARK.matcher(process.environment()).results().findFirst().map(found -> found.group(1));
  }

  private boolean bearsOurMark(LinuxProcess process) {
    return process.environment().contains(MARKER + "=" + mark);
  }

  long memory() {
    return members().stream().mapToLong(LinuxProcess::memory).sum();
  }

  /** Asks, waits, and then insists. Nothing of the part is left afterwards. */
  void stop(String signal, Duration patience) throws IOException, InterruptedException {
    if (!signalUntilGone(signal, patience) && !signalUntilGone("KILL", PATIENCE_WITH_THE_KERNEL)) {
      throw new ClusterException(name + " does not die: " + members());
    }
    pidFile.delete();
  }

  /** Each process is told once, those too that are born while others already end. */
  private boolean signalUntilGone(String signal, Duration patience)
      throws IOException, InterruptedException {
    boolean leaderTellsOthers = signal.equals("INT");
    long deadline = System.nanoTime() + patience.toNanos();
    Set<Long> told = new HashSet<>();
    for (var left = members(); !left.isEmpty(); left = members()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      var targets = leaderTellsOthers ? leader().stream().toList() : left;
      signal(signal, targets.stream().filter(process -> told.add(process.pid())).toList());
      Thread.sleep(50);
    }
    return true;
  }

  /**
   * Ends the working process at once, as a crash would; a supervisor, if there is one, lives on.
   */
  void crash() throws IOException, InterruptedException {
    List<LinuxProcess> victims = working();
    signal("KILL", victims);
    while (members().stream().anyMatch(victims::contains)) {
      Thread.sleep(20);
    }
  }

  /** Stops it in its tracks until it is {@link #thaw thawed}; what it holds open stays open. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP", members());
  }

  void thaw() throws IOException, InterruptedException {
    signal("CONT", members());
  }

  /** Its processes without a supervisor that has one to supervise. */
  List<LinuxProcess> working() {
    LinuxProcess leader = leader().orElseThrow(() -> new ClusterException(name + " does not run"));
    List<LinuxProcess> all = members();
    List<LinuxProcess> supervised = all.stream().filter(p -> p.parent() == leader.pid()).toList();
    return name.isService() && !supervised.isEmpty() ? supervised : all;
  }

  private static void signal(String signal, List<LinuxProcess> processes)
      throws IOException, InterruptedException {
    if (processes.isEmpty()) {
      return;
    }
    var script = new StringBuilder();
    processes.forEach(
        p -> script.append("kill -").append(signal).append(' ').append(p.pid()).append("; "));
    new ProcessBuilder("sh", "-c", script.toString())
        .redirectErrorStream(true)
        .redirectOutput(Redirect.DISCARD)
        .start()
        .waitFor();
  }

  Path log() {
    return log;
  }
}
