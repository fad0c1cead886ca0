package io.vitrine.local;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Programs that do one thing and end. */
final class Commands {
  private static final int TAIL = 15;

  private Commands() {}

  /** Runs to the end with the output in the log; the end of it is in the message of a failure. */
  static void run(List<String> command, Map<String, String> environment, Path log)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(log.toFile()));
    builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    Process process = builder.start();
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new ClusterException(
            command + " failed with status " + status + ":\n" + tail(log, TAIL));
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  static String tail(Path log, int lines) {
    try {
      List<String> all = Files.readAllLines(log);
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return "(no log at " + log + ")";
    }
  }
}
