package io.vitrine.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.ClusterException;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.Tokens;
import io.vitrine.local.images.ImageApi;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The demo as a whole, on a running cluster. */
public final class Demo {
  /** The user's image may be large. */
  private static final Duration PATIENCE = Duration.ofHours(12);

  private final LocalCluster cluster;
  private final Path folder;

  public Demo(LocalCluster cluster) {
    this.cluster = cluster;
    this.folder = cluster.spec().state().path().resolve("demo");
  }

  /** Returns whether the bytes that came back are the right ones. */
  public boolean run(Optional<Path> file) throws IOException, InterruptedException {
    empty(folder);
    Terminal.out().println(Terminal.bold("An image's way through Vitrine"));
    SourceImage source = source(file);
    Journey.done("have an image", source.file() + ", " + Terminal.bytes(Files.size(source.file())));
    var api = api();
    try (var trail = new EventTrail(cluster.kafka())) {
      var journey = new Journey(api, folder);
      String id = journey.upload(source);
      JsonNode image = journey.convert(id);
      boolean equal = journey.compare(image, journey.download(image), source);
      tell(trail, id);
      conclude(equal, id);
      return equal;
    }
  }

  private SourceImage source(Optional<Path> file) throws IOException, InterruptedException {
    var sources = new SourceImages(cluster.spec().checkout(), folder);
    return file.isPresent() ? sources.of(file.get()) : sources.make();
  }

  private ImageApi api() throws IOException {
    Realm realm = Realm.read(cluster.spec().checkout().realm());
    Realm.User user =
        realm.user("demo").orElseThrow(() -> new ClusterException("no user demo in the realm"));
    String token = new Tokens(cluster.ports()).of(user);
    Journey.done("have a token", "for " + user);
    return new ImageApi(cluster.ports().url(PartName.GATEWAY), () -> token, PATIENCE);
  }

  private static void tell(EventTrail trail, String id) {
    Terminal.out().println();
    Terminal.out().println(Terminal.bold("What the services told one another (Kafka)"));
    EventTrail.render(trail.of(id)).forEach(Terminal.out()::println);
  }

  private void conclude(boolean equal, String id) {
    String verdict =
        equal
            ? Terminal.green("The bytes are equal.") + " The image stays in the catalogue: " + id
            : Terminal.red("The bytes differ.") + " The files are in " + folder;
    Terminal.out().println();
    Terminal.out().println(verdict);
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> old = Files.walk(folder)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(folder);
  }
}
