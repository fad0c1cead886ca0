package io.vitrine.local.cli;

import io.vitrine.local.ClusterException;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.Realm;
import io.vitrine.local.SignIn;
import io.vitrine.local.kafka.DeadLetter;
import io.vitrine.local.kafka.DeadLetters;
import io.vitrine.local.terminal.Table;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "dead-letters",
    description = "Look at the records that the services have given up on, and send them again.",
    synopsisSubcommandLabel = "COMMAND")
final class DeadLettersCommand implements Runnable {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  @Command(description = "List them, the oldest first.")
  int list() {
    List<DeadLetter> all = letters(Clusters.standard()).all();
    if (all.isEmpty()) {
      Terminal.out().println("There are no dead letters.");
      return 0;
    }
    Table table = new Table("ID", "WHEN", "FROM", "TYPE", "KEY", "REASON");
    for (DeadLetter letter : all) {
      table.add(
          letter.id().toString(),
          time(letter.at()),
          letter.origin().orElse("-"),
          letter.type().map(DeadLettersCommand::brief).orElse("-"),
          letter.key().orElse("-"),
          letter.reason());
    }
    table.lines(Terminal.width(), !Terminal.interactive()).forEach(Terminal.out()::println);
    return 0;
  }

  @Command(description = "Show one with its headers and what is in it.")
  int show(@Parameters(paramLabel = "ID", description = "As in the list.") String id) {
    DeadLetter letter = letters(Clusters.standard()).find(DeadLetter.Id.parse(id));
    PrintStream out = Terminal.out();
    row(out, "id", letter.id().toString());
    row(out, "when", time(letter.at()));
    row(out, "from", letter.origin().orElse("- (a fact for people)"));
    row(out, "key", letter.key().orElse("-"));
    row(out, "reason", letter.reason());
    for (Header header : letter.headers()) {
      row(out, header.key(), DeadLetter.text(header.value()));
    }
    out.println();
    out.println(letter.payload());
    return 0;
  }

  @Command(
      description =
          "Send them to the topic that each came from. They stay in the list: dead letters go with"
              + " time only.")
  int replay(
      @Parameters(arity = "0..*", paramLabel = "ID", description = "As in the list.")
          @Nullable List<String> ids,
      @Option(names = "--all", description = "All that came from a topic.") boolean all,
      @Option(
              names = "--user",
              description =
                  "Who answers for commands, whose tokens are not kept; by default nobody, which is"
                      + " enough where Kafka vouches for the sender.")
          @Nullable String user)
      throws IOException, InterruptedException {
    if (all == (ids != null)) {
      throw new IllegalArgumentException("name dead letters, or take --all");
    }
    LocalCluster cluster = Clusters.standard();
    DeadLetters letters = letters(cluster);
    Optional<String> token = user == null ? Optional.empty() : Optional.of(token(cluster, user));
    List<DeadLetter> chosen =
        ids == null
            ? letters.all().stream().filter(letter -> letter.origin().isPresent()).toList()
            : ids.stream().map(DeadLetter.Id::parse).map(letters::find).toList();
    for (DeadLetter letter : chosen) {
      RecordMetadata now = letters.replay(letter, token);
      Terminal.out()
          .println(
              "%s is on %s again, partition %d, offset %d"
                  .formatted(letter.id(), now.topic(), now.partition(), now.offset()));
    }
    return 0;
  }

  private static String token(LocalCluster cluster, String user) throws IOException {
    Realm.User who =
        Realm.read(cluster.spec().checkout().realm())
            .user(user)
            .orElseThrow(() -> new ClusterException("no user " + user));
    return new SignIn(cluster.ports()).token(who, who.project());
  }

  private static DeadLetters letters(LocalCluster cluster) {
    return new DeadLetters(cluster.kafka());
  }

  private static void row(PrintStream out, String name, String value) {
    out.println("%s %s".formatted(Terminal.bold("%-16s".formatted(name)), value));
  }

  private static String brief(String type) {
    return type.replaceFirst("^io\\.vitrine\\.", "");
  }

  private static String time(Instant at) {
    return TIME.format(at.atZone(ZoneId.systemDefault()));
  }
}
