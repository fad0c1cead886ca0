package io.vitrine.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vitrine.local.ClusterException;
import io.vitrine.local.PartName;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class MainTest {

  @Test
  void hasTheDocumentedCommands() {
    assertThat(Main.commandLine().getSubcommands().keySet())
        .contains("up", "demo", "status", "logs", "down", "reset", "token", "env");
  }

  @Test
  void understandsOptionsBeforeAndAfterTheName() {
    Main.commandLine().parseArgs("logs", "store", "-f", "-n", "5");
    Main.commandLine().parseArgs("logs", "--follow", "store");
    Main.commandLine().parseArgs("token", "--user", "admin", "--project", "demo");
    Main.commandLine().parseArgs("demo", "my.qcow2");
    Main.commandLine().parseArgs("upload", "my.qcow2", "--name", "mine", "--store", "primary");
    Main.commandLine().parseArgs("watch", "image-id", "--user", "admin", "--project", "demo");
    Main.commandLine().parseArgs("watch", "--project", "demo");
    Main.commandLine().parseArgs("env", "--user", "admin", "--clouds");
    Main.commandLine().parseArgs("bench", "--only", "sign-in", "--seconds", "2");
    Main.commandLine()
        .parseArgs("bench", "metadefs", "--beside", "http://127.0.0.1:9", "--rounds", "2");
    Main.commandLine().parseArgs("bench", "convert", "--disk", "64", "--data", "16");
    Main.commandLine().parseArgs("metadefs", "load", "files", "--mode", "prefer-new");
    Main.commandLine().parseArgs("metadefs", "export", "OS::A", "OS::B", "--to", "files");
    Main.commandLine().parseArgs("metadefs", "unload", "OS::A");
    Main.commandLine().parseArgs("metadefs", "list");
    Main.commandLine().parseArgs("migrate", "--from", "http://127.0.0.1:9", "--parallel", "8");
    Main.commandLine().parseArgs("migrate", "--image", "a", "--image", "b", "--verify");
    Main.commandLine().parseArgs("migrate", "--metadefs", "prefer-new", "--dry-run");
    Main.commandLine().parseArgs("command", "hide-image", "--image", "i", "--data", "{}");
    Main.commandLine().parseArgs("dead-letters", "list");
    Main.commandLine().parseArgs("dead-letters", "show", "3-17");
    Main.commandLine().parseArgs("dead-letters", "replay", "3-17", "3-18", "--user", "admin");
    Main.commandLine().parseArgs("dead-letters", "replay", "--all");
    Main.commandLine().parseArgs("chaos", "--imports", "9", "--victim", "s3", "--seed", "3");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Main.commandLine().parseArgs("frobnicate"))
        .isInstanceOf(ParameterException.class);
    assertThatThrownBy(() -> Main.commandLine().parseArgs("bench", "--only", "sing-in"))
        .isInstanceOf(ParameterException.class);
    assertThatThrownBy(() -> Main.commandLine().parseArgs("metadefs", "load", "a", "--mode", "new"))
        .isInstanceOf(ParameterException.class);
    assertThatThrownBy(() -> Main.commandLine().parseArgs("migrate", "--dry-run", "--verify"))
        .isInstanceOf(ParameterException.class);
    assertThatThrownBy(() -> Main.commandLine().parseArgs("up", "--fast"))
        .isInstanceOf(ParameterException.class);
  }

  @Test
  void describesEveryCommand() {
    for (CommandLine command : Main.commandLine().getSubcommands().values()) {
      var usage = new StringWriter();
      command.usage(new PrintWriter(usage, true));
      assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
      assertThat(usage.toString()).contains("vitrine " + command.getCommandName());
    }
  }

  @Test
  void acceptsShortAndLongNamesOfParts() {
    assertThat(LogsCommand.part("store")).isEqualTo(PartName.STORE);
    assertThat(LogsCommand.part("conversion-worker")).isEqualTo(PartName.WORKER);
    assertThat(LogsCommand.part("PostgreSQL")).isEqualTo(PartName.POSTGRES);
  }

  @Test
  void saysWhichPartsExistWhenANameIsWrong() {
    assertThatThrownBy(() -> LogsCommand.part("glance"))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("glance")
        .hasMessageContaining("postgres, keycloak, kafka, s3, registry");
  }
}
