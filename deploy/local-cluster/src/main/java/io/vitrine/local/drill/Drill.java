package io.vitrine.local.drill;

import io.vitrine.local.Archives;
import io.vitrine.local.Checkout;
import io.vitrine.local.ClusterException;
import io.vitrine.local.ComposeSecrets;
import io.vitrine.local.KeptToken;
import io.vitrine.local.PartName;
import io.vitrine.local.Ports;
import io.vitrine.local.Realm;
import io.vitrine.local.SignIn;
import io.vitrine.local.chaos.Aftermath;
import io.vitrine.local.containers.Engine;
import io.vitrine.local.containers.Release;
import io.vitrine.local.images.ImageApi;
import io.vitrine.local.images.ImageConverter;
import io.vitrine.local.kafka.DeadLetters;
import io.vitrine.local.replay.Replay;
import io.vitrine.local.replay.Telling;
import io.vitrine.local.terminal.Table;
import io.vitrine.local.terminal.Terminal;
import io.vitrine.local.upload.ImageCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Containers, clients, what is done to the containers, and a verdict. */
public final class Drill {
  private static final int MEBIBYTE = 1 << 20;
  private static final int MOST_LINES = 20;

  /** Load before and after each act. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final Checkout checkout;
  private final Path work;
  private final Path log;
  private final Docker docker;
  private final Order order;
  private final ConcurrentMap<String, Kept> kept = new ConcurrentHashMap<>();
  private final List<Tally> tallies = new ArrayList<>();
  private volatile Tally tally = new Tally("");
  private volatile boolean ended;

  /**
   * What is wanted.
   *
   * @param acts all for none
   * @param away how long a killed replica, or what is cut off, stays away
   */
  public record Order(List<Act.Kind> acts, int clients, Duration away) {
    public Order {
      acts = List.copyOf(acts);
      if (clients < 1 || away.isNegative()) {
        throw new IllegalArgumentException("a client and some seconds are needed");
      }
    }
  }

  public Drill(Checkout checkout, Order order) throws IOException {
    this.checkout = checkout;
    this.order = order;
    Path state = checkout.root().resolve(".vitrine/drill");
    this.work = state.resolve("work");
    this.log = Files.createDirectories(state.resolve("logs")).resolve("docker.log");
    this.docker = new Docker(log);
  }

  /** Runs, prints, and returns whether nothing was lost. */
  public boolean run() throws IOException, InterruptedException {
    String version = Release.of(checkout, System.getenv()).version();
    requireImages(version);
    docker.removeAll();
    Archives.delete(work);
    Files.createDirectories(work);
    Stand stand = new Stand(checkout, work, docker, secrets(), version);
    Runtime.getRuntime().addShutdownHook(new Thread(this::clear));
    say("starting PostgreSQL, Kafka, Keycloak, S3, and 11 replicas of the services");
    stand.up();
    try (Balancer balancer = new Balancer(stand.replicas(PartName.GATEWAY))) {
      return run(stand, balancer);
    }
  }

  private void requireImages(String version) throws IOException, InterruptedException {
    Engine engine = new Engine(log);
    engine.requireRunning();
    for (PartName service : PartName.SERVICES) {
      String image = Stand.image(service, version);
      if (engine.id(image).isEmpty()) {
        throw new ClusterException("there is no image " + image + ": ./vitrine images makes it");
      }
    }
  }

  private Map<String, String> secrets() throws IOException {
    var file = new Properties();
    try (var reader =
        Files.newBufferedReader(new ComposeSecrets(work.resolve("compose")).write())) {
      file.load(reader);
    }
    var secrets = new HashMap<String, String>();
    file.stringPropertyNames().forEach(name -> secrets.put(name, file.getProperty(name, "")));
    return secrets;
  }

  /** Also when somebody wants it to end in the middle. */
  private void clear() {
    ended = true;
    try {
      docker.saveLogs(log.resolveSibling("containers"));
      docker.removeAll();
    } catch (IOException | RuntimeException e) {
      Terminal.error("containers may be left: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean run(Stand stand, Balancer balancer) throws IOException, InterruptedException {
    Ports ports = Ports.from(Map.of("VITRINE_PORT_GATEWAY", "" + balancer.port()));
    String gateway = ports.url(PartName.GATEWAY);
    Supplier<String> demo = token(ports, "demo");
    List<Thread> clients = new ArrayList<>();
    Client.Samples samples = samples();
    begin("before");
    for (int i = 0; i < order.clients(); i++) {
      var caller = new Caller(gateway, demo, () -> tally);
      var client = new Client(caller, new ImageCalls(gateway, demo), samples, i, kept, () -> ended);
      clients.add(Thread.startVirtualThread(client));
    }
    Thread.sleep(QUIET.multipliedBy(4));
    for (Act act : Act.of(order.acts())) {
      begin(act.title());
      say(act.title());
      tally.remark(played(act, stand));
      Thread.sleep(QUIET);
      say("  " + String.join("  ", tally.cells()));
    }
    begin("after");
    Thread.sleep(QUIET);
    ended = true;
    for (Thread client : clients) {
      client.join();
    }
    say("looking at what is left of " + kept.size() + " images");
    var complaints = new ArrayList<String>();
    try {
      look(stand, gateway, demo, token(ports, "admin"), complaints);
    } catch (IOException | RuntimeException e) {
      complaints.add("what is left cannot be looked at: " + e);
    }
    print(complaints);
    return complaints.isEmpty() && tallies.stream().allMatch(each -> each.failures().isEmpty());
  }

  private void begin(String title) {
    tally = new Tally(title);
    tallies.add(tally);
  }

  private Supplier<String> token(Ports ports, String name) throws IOException {
    Realm.User user =
        Realm.read(checkout.realm())
            .user(name)
            .orElseThrow(() -> new ClusterException("no user " + name + " in the realm"));
    return new KeptToken(() -> new SignIn(ports).token(user, user.project()), Clock.systemUTC());
  }

  private Client.Samples samples() throws IOException, InterruptedException {
    byte[] noise = new byte[6 * MEBIBYTE];
    new Random(11).nextBytes(noise);
    Path small = Files.write(work.resolve("small"), Arrays.copyOf(noise, 100_000));
    Path large = Files.write(work.resolve("large"), noise);
    Path raw = Files.write(work.resolve("disk.raw"), Arrays.copyOf(noise, 8 * MEBIBYTE));
    Path qcow2 = work.resolve("disk.qcow2");
    new ImageConverter().toQcow2(raw, qcow2);
    return new Client.Samples(small, large, qcow2, raw);
  }

  /** What does not come back is told, and does not keep the other acts away. */
  private String played(Act act, Stand stand) throws IOException, InterruptedException {
    try {
      return play(act, stand);
    } catch (ClusterException e) {
      tally.failed(e.getMessage() == null ? act.title() : e.getMessage());
      return "";
    }
  }

  /** Returns what else there is to say of it. */
  private String play(Act act, Stand stand) throws IOException, InterruptedException {
    return switch (act) {
      case Act.Roll(PartName service) -> roll(stand, stand.replicas(service));
      case Act.Kill(PartName service) -> kill(stand, stand.replicas(service).getFirst());
      case Act.Cut(PartName service, PartName part) -> cut(stand, service, part);
    };
  }

  private static String roll(Stand stand, List<Replica> replicas)
      throws IOException, InterruptedException {
    Duration longest = Duration.ZERO;
    for (Replica replica : replicas) {
      long begin = System.nanoTime();
      stand.stop(replica);
      Duration took = Caller.since(begin);
      longest = took.compareTo(longest) > 0 ? took : longest;
      stand.start(replica);
    }
    return replicas.size() + " replicas, ended in " + Tally.seconds(longest) + " at most";
  }

  private String kill(Stand stand, Replica replica) throws IOException, InterruptedException {
    stand.kill(replica);
    Thread.sleep(order.away());
    long begin = System.nanoTime();
    stand.start(replica);
    return "ready again in " + Tally.seconds(Caller.since(begin));
  }

  private String cut(Stand stand, PartName service, PartName part)
      throws IOException, InterruptedException {
    List<String> containers = stand.replicas(service).stream().map(Replica::container).toList();
    var partition = new Partition(docker, log);
    try {
      partition.begin(containers, Replica.container(part.id()));
      Thread.sleep(order.away());
    } finally {
      partition.end();
    }
    long begin = System.nanoTime();
    Stand.await(
        "the outbox is not empty, or " + service,
        () ->
            stand.waitingFacts() == 0
                && stand.replicas(service).stream().allMatch(Replica::isReady));
    return "ready, and no fact waits, %s after".formatted(Tally.seconds(Caller.since(begin)));
  }

  private void look(
      Stand stand,
      String gateway,
      Supplier<String> demo,
      Supplier<String> admin,
      List<String> complaints)
      throws IOException, InterruptedException {
    Tally looks = new Tally("");
    Caller caller = new Caller(gateway, demo, () -> looks);
    complaints.addAll(new Inspection(caller).complaints(kept));
    var api = new ImageApi(gateway, demo, Duration.ofSeconds(30));
    Path nothing = Files.createDirectories(work.resolve("nothing"));
    complaints.addAll(new Aftermath(api, stand.objects(), nothing).complaints());
    long letters = new DeadLetters(stand.kafka()).count();
    if (letters > 0) {
      complaints.add("there are %d dead letters".formatted(letters));
    }
    try (var replay = new Replay(stand.kafka(), gateway, admin)) {
      Telling telling = replay.read();
      say(
          "%d facts tell of %d images and %d that were deleted"
              .formatted(telling.facts(), telling.images(), telling.deletedImages()));
      if (!telling.isWhole()) {
        complaints.add("facts are missing: " + telling);
      }
      replay.check().forEach(difference -> complaints.add("facts and API differ: " + difference));
    }
  }

  private void print(List<String> complaints) {
    for (Tally each : tallies) {
      lines(each.title() + ": sent again: ", each.repetitions());
    }
    for (Tally each : tallies) {
      lines(each.title() + ": ", each.failures());
    }
    lines("afterwards: ", complaints);
    var table = new Table("ACT", "ANSWERED", "FAILED", "AGAIN", "SLOWEST", "VERDICT", "");
    tallies.forEach(each -> table.add(each.cells()));
    table.add(
        "afterwards",
        "" + kept.size(),
        "" + complaints.size(),
        "",
        "",
        complaints.isEmpty() ? "nothing lost" : "LOST",
        "images, with bytes, members, facts, objects");
    table.lines(Terminal.width(), true).forEach(Terminal.out()::println);
  }

  private static void lines(String head, List<String> lines) {
    lines.stream().limit(MOST_LINES).forEach(line -> say(head + line));
    if (lines.size() > MOST_LINES) {
      say(head + "and %d more".formatted(lines.size() - MOST_LINES));
    }
  }

  private static void say(String text) {
    Terminal.out().println(text);
  }
}
