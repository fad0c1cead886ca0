package io.vitrine.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.local.ClusterException;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.Realm;
import io.vitrine.local.SignIn;
import io.vitrine.local.kafka.CommandSender;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "command",
    description =
        "Send a command to the registry over Kafka and wait for its answer. Exits 0 when it was"
            + " carried out, 1 when it was refused.")
final class CommandCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Parameters(paramLabel = "TYPE", description = "As delete-image: see docs/commands.md.")
  private String type = "";

  @Option(names = "--image", paramLabel = "ID", description = "The image that it is about.")
  private @Nullable String image;

  @Option(
      names = "--data",
      paramLabel = "JSON|@FILE",
      defaultValue = "{}",
      description = "What it says beside the image, or the file with that.")
  private String data = "{}";

  @Option(names = "--id", description = "Its id, by which it is done once; by default a new one.")
  private String id = UUID.randomUUID().toString();

  @Option(names = "--user", description = "Who sends it; by default demo.")
  private String user = "demo";

  @Option(names = "--project", description = "For which project; by default the user's own.")
  private @Nullable String project;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ObjectNode json = json();
    if (image != null) {
      json.put("image_id", image);
    }
    LocalCluster cluster = Clusters.standard();
    Realm.User who =
        Realm.read(cluster.spec().checkout().realm())
            .user(user)
            .orElseThrow(() -> new ClusterException("no user " + user));
    String token =
        new SignIn(cluster.ports()).token(who, project == null ? who.project() : project);
    CommandSender.Command command =
        new CommandSender.Command(
            id, type, json.path("image_id").asText(id), json.toString(), Optional.of(token));
    try (CommandSender sender = new CommandSender(cluster.kafka())) {
      sender.send(command);
      JsonNode answer =
          sender
              .await(command, PATIENCE)
              .orElseThrow(() ->
                  new ClusterException(
                      "no answer to command %s within %d s".formatted(id, PATIENCE.toSeconds())));
      boolean refused = answer.has("problem");
      Terminal.out().println(refused ? Terminal.red("refused") : Terminal.green("completed"));
      Terminal.out().println(answer.toPrettyString());
      return refused ? 1 : 0;
    }
  }

  private ObjectNode json() throws IOException {
    String text = data.startsWith("@") ? Files.readString(Path.of(data.substring(1))) : data;
    if (JSON.readTree(text) instanceof ObjectNode object) {
      return object;
    }
    throw new ClusterException("--data is a JSON object");
  }
}
