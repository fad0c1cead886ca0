package io.vitrine.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.ClusterException;
import io.vitrine.local.KeptToken;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.Realm;
import io.vitrine.local.Tokens;
import io.vitrine.local.replay.Difference;
import io.vitrine.local.replay.Replay;
import io.vitrine.local.replay.Telling;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "replay",
    description = "Make the catalogue once more, from nothing but the facts on Kafka.")
final class ReplayCommand implements Callable<Integer> {
  private static final int MOST_LINES = 100;
  private static final int LONGEST_VALUE = 60;

  @Option(
      names = "--check",
      description =
          "Compare it with what the API shows an administrator. Ends with 1 if they differ, or if"
              + " the topics do not begin with the first facts.")
  private boolean check;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalCluster cluster = Clusters.standard();
    Realm.User admin =
        Realm.read(cluster.spec().checkout().realm())
            .user("admin")
            .orElseThrow(() -> new ClusterException("no user admin"));
    var token = new KeptToken(() -> new Tokens(cluster.ports()).of(admin), Clock.systemUTC());
    try (var replay = new Replay(cluster, token)) {
      Telling telling = replay.read();
      print(telling);
      return !check || isSame(telling, replay.check()) ? 0 : 1;
    }
  }

  private static void print(Telling telling) {
    Terminal.out()
        .printf(
            Locale.ROOT,
            "%,d facts in %.1f s, the oldest of %s%n",
            telling.facts(),
            telling.took().toMillis() / 1000.0,
            telling.oldest().map(Instant::toString).orElse("never"));
    Terminal.out()
        .printf(
            Locale.ROOT,
            "%,d images with %,d members (and %,d that were deleted), %,d namespaces with %,d"
                + " parts%n",
            telling.images(),
            telling.members(),
            telling.deletedImages(),
            telling.namespaces(),
            telling.parts());
    Terminal.out()
        .printf(
            Locale.ROOT,
            "%,d facts came again, %,d after newer ones; %,d records are no facts%n",
            telling.repeated(),
            telling.late(),
            telling.unreadable());
    for (String topic : telling.cutTopics()) {
      warn(topic + " does not begin at its beginning");
    }
    if (telling.begunLater() > 0) {
      warn(
          "the first facts of %d images and namespaces are missing"
              .formatted(telling.begunLater()));
    }
    if (telling.untoldVersions() > 0) {
      warn("%d versions between others have no fact".formatted(telling.untoldVersions()));
    }
  }

  private static void warn(String text) {
    Terminal.out().println(Terminal.yellow(text));
  }

  private static boolean isSame(Telling telling, List<Difference> differences) {
    differences.stream()
        .limit(MOST_LINES)
        .map(ReplayCommand::line)
        .forEach(Terminal.out()::println);
    if (differences.size() > MOST_LINES) {
      Terminal.out().println("… and %d more".formatted(differences.size() - MOST_LINES));
    }
    if (!telling.isWhole()) {
      warn(
          "%d differences, which proves nothing: what the missing facts told is not known"
              .formatted(differences.size()));
      return false;
    }
    String diff = "diff = " + differences.size();
    Terminal.out().println(differences.isEmpty() ? Terminal.green(diff) : Terminal.red(diff));
    return differences.isEmpty();
  }

  private static String line(Difference difference) {
    return "  %s  %s: facts say %s, the API %s"
        .formatted(
            difference.subject(),
            Terminal.bold(difference.field()),
            value(difference.told()),
            value(difference.shown()));
  }

  private static String value(@Nullable JsonNode value) {
    String text = value == null ? "nothing" : value.toString();
    return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
  }
}
