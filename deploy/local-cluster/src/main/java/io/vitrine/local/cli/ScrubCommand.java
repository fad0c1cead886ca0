package io.vitrine.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vitrine.local.ClusterException;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.Tokens;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "scrub",
    description =
        "Find objects that are nobody's, and images whose bytes are missing or changed. Ends with 1"
            + " if there are any.")
final class ScrubCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Parameters(
      arity = "0..1",
      paramLabel = "STORE",
      defaultValue = "primary",
      description = "Which store; primary by default.")
  private String store = "primary";

  @Option(names = "--delete", description = "Remove what is nobody's.")
  private boolean delete;

  @Option(names = "--deep", description = "Read all bytes and compare their SHA-512.")
  private boolean deep;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      defaultValue = "24h",
      description = "Leave alone what came later: 90s, 15m, 24h, 7d; 24h by default.")
  private String olderThan = "24h";

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalCluster cluster = Clusters.standard();
    Realm.User admin =
        Realm.read(cluster.spec().checkout().realm())
            .user("admin")
            .orElseThrow(() -> new ClusterException("no user admin"));
    String url =
        "%s/v2/stores/%s/scrub?delete=%s&deep=%s&older-than=%s"
            .formatted(
                cluster.ports().url(PartName.GATEWAY),
                encoded(store),
                delete,
                deep,
                encoded(olderThan));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("X-Auth-Token", new Tokens(cluster.ports()).of(admin))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> answer = client.send(request, BodyHandlers.ofLines());
      try (Stream<String> lines = answer.body()) {
        return answer.statusCode() == 200
            ? draw(lines.iterator())
            : refused(answer.statusCode(), lines);
      }
    }
  }

  private static int refused(int status, Stream<String> lines) {
    throw new ClusterException(
        "the scrub was refused: %d %s".formatted(status, lines.collect(Collectors.joining(" "))));
  }

  private static int draw(Iterator<String> lines) throws IOException {
    while (lines.hasNext()) {
      JsonNode line = JSON.readTree(lines.next());
      switch (line.path("kind").asText()) {
        case "orphan" ->
            Terminal.out()
                .println(
                    "%s %s, %s bytes, of %s%s"
                        .formatted(
                            Terminal.yellow("orphan"),
                            line.path("key").asText(),
                            line.path("size").asText(),
                            line.path("modified").asText(),
                            deleted(line)));
        case "orphan_upload" ->
            Terminal.out()
                .println(
                    "%s %s, begun %s%s"
                        .formatted(
                            Terminal.yellow("unfinished upload"),
                            line.path("key").asText(),
                            line.path("begun").asText(),
                            deleted(line)));
        case "missing", "wrong_size", "wrong_hash" ->
            Terminal.out()
                .println(
                    "%s image %s: %s at %s"
                        .formatted(
                            Terminal.red("broken"),
                            line.path("image_id").asText(),
                            line.path("kind").asText().replace('_', ' '),
                            line.path("key").asText()));
        case "progress" ->
            Terminal.out()
                .println(
                    Terminal.dim(
                        "%d objects, %d images, %d MiB read"
                            .formatted(
                                line.path("objects").asLong(),
                                line.path("images").asLong(),
                                line.path("bytes_read").asLong() >> 20)));
        case "summary" -> {
          return summary(line);
        }
        default -> throw new ClusterException("the scrub failed: " + line.path("message").asText());
      }
    }
    throw new ClusterException("the scrub ended early: the connection broke");
  }

  private static String deleted(JsonNode line) {
    return line.path("deleted").asBoolean() ? ", deleted" : "";
  }

  private static int summary(JsonNode line) {
    long left = line.path("orphans").asLong() - line.path("deleted").asLong();
    long broken = line.path("broken").asLong();
    String text =
        "%d objects (%d too young), %d orphans with %d bytes, %d deleted; %d images, %d broken"
            .formatted(
                line.path("objects").asLong(),
                line.path("young").asLong(),
                line.path("orphans").asLong(),
                line.path("orphan_bytes").asLong(),
                line.path("deleted").asLong(),
                line.path("images").asLong(),
                broken);
    boolean clean = left == 0 && broken == 0;
    Terminal.out().println(clean ? Terminal.green(text) : Terminal.bold(text));
    return clean ? 0 : 1;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
