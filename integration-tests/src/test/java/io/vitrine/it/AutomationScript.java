package io.vitrine.it;

import static org.junit.jupiter.api.Assumptions.abort;

import io.vitrine.local.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One of the examples of docs/automation, at work as an operator would have it. */
final class AutomationScript implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  /** The one that the packages are for. */
  private static final String PYTHON = "/usr/bin/python3";

  private final Process process;
  private final Path output;

  private AutomationScript(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Without Kafka's client there is nothing to test at home; in CI it has to be there. */
  static void requireInstalled() throws IOException, InterruptedException {
    Process python =
        new ProcessBuilder(PYTHON, "-c", "import confluent_kafka")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (python.waitFor() != 0) {
      String what = "confluent_kafka not found: apt install python3-confluent-kafka";
      if (System.getenv("CI") != null) {
        throw new AssertionError(what);
      }
      abort(what);
    }
  }

  static AutomationScript start(
      String name, Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    Path script = Checkout.find().root().resolve("docs/automation").resolve(name);
    var command = new ArrayList<>(List.of(PYTHON, "-B", script.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, name, ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new AutomationScript(builder.start(), output);
  }

  /** What it has said so far; fails where it has ended by itself. */
  String said() {
    try {
      String said = Files.readString(output);
      if (!process.isAlive()) {
        throw new AssertionError("it ended with %d:%n%s".formatted(process.exitValue(), said));
      }
      return said;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** As a machine that goes away: nothing is put in order. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      kill();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }
}
