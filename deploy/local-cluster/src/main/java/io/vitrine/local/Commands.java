package io.vitrine.local;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs that do one thing and end. */
public final class Commands {
  private static final int TAIL = 15;

  private Commands() {}

  /** Runs to the end with the output in the log; the end of it is in the message of a failure. */
  public static void run(List<String> command, Map<String, String> environment, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder = builder(command, log).redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    runToTheEnd(builder, log);
  }

  /** The same, with what it writes to its standard output in a file. */
  public static void run(List<String> command, Path output, Path log)
      throws IOException, InterruptedException {
    runToTheEnd(builder(command, log).redirectOutput(output.toFile()), log);
  }

  /** What a program says in a line; empty if it fails. */
  public static Optional<String> output(List<String> command, Path log)
      throws IOException, InterruptedException {
    Process process = builder(command, log).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? Optional.of(output.strip()) : Optional.empty();
  }

  private static ProcessBuilder builder(List<String> command, Path log) {
    return new ProcessBuilder(command)
        .directory(Path.of("/").toFile())
        .redirectError(Redirect.appendTo(log.toFile()))
        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
  }

  private static void runToTheEnd(ProcessBuilder builder, Path log)
      throws IOException, InterruptedException {
    Process process = builder.start();
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new ClusterException(
            builder.command() + " failed with status " + status + ":\n" + tail(log, TAIL));
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
