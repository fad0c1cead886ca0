package io.vitrine.local.drill;

import io.vitrine.local.Checkout;
import io.vitrine.local.ClusterException;
import io.vitrine.local.Http;
import io.vitrine.local.PartName;
import io.vitrine.local.PostgresPrograms;
import io.vitrine.local.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;

/**
 * All containers of a drill: the services of deploy/compose.yaml from their own images, several of
 * each, and the backing parts with the settings that the file has for theirs.
 */
final class Stand {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final long LOOK_MILLIS = 200;
  private static final String ROOT = "0:0";
  private static final String NOBODY = "65534:65534";

  private final Checkout checkout;
  private final Path work;
  private final Docker docker;
  private final ComposeFile compose;
  private final Map<String, String> secrets;
  private final String version;
  private final List<Replica> replicas = new ArrayList<>();

  /**
   * Nothing is started yet.
   *
   * @param work a folder that is empty
   * @param secrets by the names that the file has for them
   * @param version of the services' images
   */
  Stand(Checkout checkout, Path work, Docker docker, Map<String, String> secrets, String version)
      throws IOException {
    this.checkout = checkout;
    this.work = work;
    this.docker = docker;
    this.secrets = Map.copyOf(secrets);
    this.compose =
        new ComposeFile(
            checkout.root().resolve("deploy/compose.yaml"), work.resolve("compose"), secrets);
    this.version = version;
    for (PartName service : PartName.SERVICES) {
      for (int number = 1; number <= (service == PartName.WORKER ? 3 : 2); number++) {
        replicas.add(new Replica(service, number));
      }
    }
  }

  static String image(PartName service, String version) {
    return "vitrine/" + service.title() + ":" + version;
  }

  List<Replica> replicas(PartName service) {
    return replicas.stream().filter(replica -> replica.service() == service).toList();
  }

  /** Where the S3 server keeps its buckets. */
  Path objects() {
    return work.resolve("objects");
  }

  void up() throws IOException, InterruptedException {
    docker.createNetwork();
    Files.createDirectories(objects().resolve("vitrine-images"));
    Path programs = PostgresPrograms.of(checkout);
    runPart(
        PartName.POSTGRES,
        NOBODY,
        "--tmpfs",
        "/var/lib/postgresql:mode=1777",
        "--volume",
        programs + ":/opt/postgres:ro");
    runPart(PartName.KAFKA, ROOT);
    Object owner = Files.getAttribute(objects(), "unix:uid");
    runPart(PartName.S3, "" + owner, "--volume", objects() + ":/data");
    await("PostgreSQL", this::answers);
    runPart(PartName.KEYCLOAK, ROOT);
    String s3 = docker.address(Replica.container("s3"));
    await("S3", () -> Http.status("http://" + s3 + ":8080/") == 403);
    makeTopics();
    String keycloak = docker.address(Replica.container("keycloak"));
    await("Keycloak", () -> Http.status("http://" + keycloak + ":8080/realms/vitrine") == 200);
    for (PartName service : PartName.SERVICES) {
      for (Replica replica : replicas(service)) {
        runService(replica);
      }
      for (Replica replica : replicas(service)) {
        awaitReady(replica);
      }
    }
  }

  /** With the programs that the build has fetched, on the system of the services. */
  private void runPart(PartName part, String user, String... more)
      throws IOException, InterruptedException {
    var options = new ArrayList<>(compose.options(part.id()));
    options.addAll(List.of("--user", user, "--entrypoint", "/opt/part"));
    options.addAll(
        List.of("--volume", checkout.root().resolve("deploy/drill/part") + ":/opt/part:ro"));
    options.addAll(List.of("--volume", checkout.part("") + ":/parts:ro"));
    options.addAll(List.of("--no-healthcheck", "--env-file", environment(part.id()).toString()));
    options.addAll(List.of(more));
    var command = new ArrayList<>(List.of(part.id()));
    command.addAll(compose.command(part.id()));
    docker.run(
        Replica.container(part.id()),
        part.id(),
        options,
        image(PartName.GATEWAY, version),
        command);
  }

  private void runService(Replica replica) throws IOException, InterruptedException {
    String name = replica.service().title();
    var options = new ArrayList<>(compose.options(name));
    options.addAll(List.of("--env-file", environment(name).toString()));
    docker.run(replica.container(), name, options, image(replica.service(), version), List.of());
  }

  /** It has secrets in it. */
  private Path environment(String name) throws IOException {
    Path file = work.resolve(name + ".env");
    if (!Files.exists(file)) {
      var lines = new ArrayList<String>();
      compose.environment(name).forEach((variable, value) -> lines.add(variable + "=" + value));
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(file, lines);
    }
    return file;
  }

  private void makeTopics() throws IOException, InterruptedException {
    try (Admin admin = Admin.create(kafka())) {
      Topics.read(checkout.topics()).furnish(admin);
    }
  }

  /** Settings of a Kafka client on this machine. */
  Map<String, Object> kafka() throws IOException, InterruptedException {
    return Map.of("bootstrap.servers", docker.address(Replica.container("kafka")) + ":9094");
  }

  /** How many facts of the registry are not on Kafka yet. */
  long waitingFacts() {
    return asked("registry", "registry", "POSTGRES_REGISTRY", "select count(*) from outbox")
        .orElse(Long.MAX_VALUE);
  }

  private boolean answers() {
    return asked("postgres", "postgres", "POSTGRES_SUPERUSER", "select 1").isPresent();
  }

  private Optional<Long> asked(String database, String user, String secret, String query) {
    var login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", Objects.requireNonNull(secrets.get(secret)));
    login.setProperty("connectTimeout", "2");
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://%s:5432/%s"
                    .formatted(docker.address(Replica.container("postgres")), database),
                login);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(query)) {
      answer.next();
      return Optional.of(answer.getLong(1));
    } catch (SQLException | IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Ends it as an engine does that is asked to, in its time of grace. */
  void stop(Replica replica) throws IOException, InterruptedException {
    docker.docker("stop", replica.container());
  }

  void kill(Replica replica) throws IOException, InterruptedException {
    docker.docker("kill", replica.container());
  }

  /** Starts it again, and waits until it is ready. */
  void start(Replica replica) throws IOException, InterruptedException {
    docker.docker("start", replica.container());
    awaitReady(replica);
  }

  private void awaitReady(Replica replica) throws IOException, InterruptedException {
    await(
        replica.container(),
        () -> {
          replica.isAt(docker.address(replica.container()));
          return replica.isReady();
        });
  }

  /** Something that can be looked at. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  static void await(String what, Condition condition) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (!condition.holds()) {
      if (Caller.since(begin).compareTo(PATIENCE) > 0) {
        throw new ClusterException(
            what + " does not become ready; logs are in .vitrine/drill/logs");
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }
}
