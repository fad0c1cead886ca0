package io.vitrine.local.cli;

import io.vitrine.local.ClusterException;
import io.vitrine.local.terminal.Terminal;
import java.util.logging.Level;
import java.util.logging.Logger;
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
      DemoCommand.class
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
    line.setExecutionExceptionHandler((failure, command, parsed) -> {
      if (failure instanceof ClusterException || failure instanceof IllegalArgumentException) {
        Terminal.error(failure.getMessage());
      } else {
        failure.printStackTrace();
      }
      return CommandLine.ExitCode.SOFTWARE;
    });
    return line;
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
