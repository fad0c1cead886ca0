package io.vitrine.local.cli;

import io.vitrine.local.ClusterException;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.net.ConnectException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code ./vitrine}. */
@Command(
    name = "vitrine",
    description = "Vitrine on this machine: starts the whole cluster and shows what it can do.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      UpCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      DownCommand.class,
      ResetCommand.class,
      TokenCommand.class,
      EnvCommand.class,
      BenchCommand.class,
      ChaosCommand.class,
      ScrubCommand.class,
      MetadefsCommand.class,
      MigrateCommand.class,
      CommandCommand.class,
      DeadLettersCommand.class,
      ReplayCommand.class,
      DemoCommand.class,
      UploadCommand.class,
      WatchCommand.class,
      ImagesCommand.class,
      DrillCommand.class,
      ComposeSecretsCommand.class
    })
public final class Main implements Runnable {
  private static final Logger ROOT = Logger.getLogger("");

  private Main() {}

  public static void main(String[] arguments) {
    // What the Kafka client and the JDBC driver say is of no use at a terminal.
    ROOT.setLevel(Level.OFF);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    var line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((failure, command, parsed) -> report(failure));
    return line;
  }

  /** A fault of ours comes with its stack trace, everything else in a sentence. */
  private static int report(Exception failure) {
    switch (failure) {
      case ClusterException known -> Terminal.error(known.getMessage());
      case IllegalArgumentException known -> Terminal.error(known.getMessage());
      case ConnectException refused -> Terminal.error("nobody answers; is it up? ./vitrine status");
      case KafkaException unlucky ->
          Terminal.error("Kafka: %s; is it up? ./vitrine status".formatted(unlucky.getMessage()));
      case IOException unlucky -> Terminal.error(unlucky.toString());
      default -> failure.printStackTrace();
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
