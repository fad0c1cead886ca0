package io.vitrine.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.local.ClusterException;
import io.vitrine.local.KeptToken;
import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import io.vitrine.local.Realm;
import io.vitrine.local.Tokens;
import io.vitrine.local.chaos.Aftermath.Catalogued;
import io.vitrine.local.chaos.Observation.Ending;
import io.vitrine.local.chaos.Strikes.Strike;
import io.vitrine.local.images.Digests;
import io.vitrine.local.images.ImageApi;
import io.vitrine.local.kafka.DeadLetters;
import io.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Imports on a running cluster, faults beside them, and a verdict. */
public final class Chaos {
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);
  private static final Duration SETTLING = Duration.ofSeconds(40);
  private static final long SETTLING_PAUSE_MILLIS = 100;
  private static final Clock CLOCK = Clock.systemUTC();

  /** As the logs have it. */
  private static final DateTimeFormatter CLOCK_TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  private final LocalCluster cluster;
  private final Path workerFolder;
  private final ImageHost host;
  private final Order order;
  private final Strikes strikes = new Strikes();
  private final Set<Integer> underWay = ConcurrentHashMap.newKeySet();
  private final ImageApi api;

  /**
   * What is wanted.
   *
   * @param victims chosen from; all if empty
   * @param mebibytes of the disk in each image
   */
  public record Order(
      int imports, int atOnce, int faults, List<PartName> victims, long seed, int mebibytes) {
    public Order {
      if (imports < 1 || atOnce < 1 || faults < 0 || mebibytes < 2) {
        throw new IllegalArgumentException(
            "at least one import, one at once, and 2 MiB are needed: %d, %d, %d"
                .formatted(imports, atOnce, mebibytes));
      }
      victims = victims.isEmpty() ? Plan.VICTIMS : List.copyOf(victims);
      if (!Plan.VICTIMS.containsAll(victims)) {
        throw new IllegalArgumentException(
            "victims are chosen from "
                + Plan.VICTIMS.stream().map(PartName::id).collect(Collectors.joining(", ")));
      }
    }
  }

  /**
   * A run on this cluster, which is up, has two stores and no images.
   *
   * @param workerFolder where the worker keeps temporary files
   * @param host of which the cluster fetches images
   */
  public Chaos(LocalCluster cluster, Path workerFolder, ImageHost host, Order order)
      throws IOException {
    this.cluster = cluster;
    this.host = host;
    this.workerFolder = workerFolder;
    this.order = order;
    Realm.User user =
        Realm.read(cluster.spec().checkout().realm())
            .user("demo")
            .orElseThrow(() -> new ClusterException("no user demo in the realm"));
    Tokens tokens = new Tokens(cluster.ports());
    this.api =
        new ImageApi(
            cluster.ports().url(PartName.GATEWAY),
            new KeptToken(() -> tokens.of(user), CLOCK),
            ANSWER_PATIENCE);
  }

  /** Runs, prints, and returns whether nothing was wrong. */
  public boolean run() throws IOException, InterruptedException {
    Plan plan = new Plan(order.seed());
    Specimens specimens = Specimens.make(host, order.mebibytes());
    List<String> complaints = new ArrayList<>();
    List<Observation> seen = importAmongFaults(plan, specimens, complaints);
    Judge judge = new Judge(strikes.all());
    seen.forEach(each -> complaints.addAll(judge.complaints(each)));
    Terminal.out().println("all imports have ended; looking at what they left");
    Path objects = cluster.spec().state().data(PartName.S3);
    complaints.addAll(look("what is left", new Aftermath(api, objects, workerFolder)::complaints));
    for (Observation each : seen) {
      complaints.addAll(look(each.toString(), () -> compare(each, specimens)));
    }
    complaints.addAll(look("the dead letters", this::deadLetters));
    print(seen, complaints);
    return complaints.isEmpty();
  }

  private interface Look {
    List<String> complaints() throws IOException, InterruptedException;
  }

  /** What cannot be looked at is wrong, too, and does not keep the others from being told. */
  private static List<String> look(String at, Look look) throws InterruptedException {
    try {
      return look.complaints();
    } catch (IOException | RuntimeException e) {
      return List.of("%s: cannot be looked at: %s".formatted(at, e));
    }
  }

  private List<Observation> importAmongFaults(
      Plan plan, Specimens specimens, List<String> complaints) throws InterruptedException {
    Semaphore gate = new Semaphore(0);
    List<Future<Observation>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(order.atOnce())) {
      List<Specimen> kinds = plan.specimens(order.imports());
      for (int number = 0; number < kinds.size(); number++) {
        int mine = number;
        running.add(threads.submit(() -> through(gate, mine, kinds.get(mine), specimens)));
      }
      try {
        strikeAll(plan.faults(order.victims(), order.faults()), gate, complaints);
      } finally {
        // Whatever has happened: nobody waits at the gate for ever.
        gate.release(order.imports());
      }
      List<Observation> seen = new ArrayList<>();
      for (Future<Observation> each : running) {
        try {
          seen.add(each.get());
        } catch (ExecutionException e) {
          complaints.add("an import broke off: " + e.getCause());
        }
      }
      return seen;
    }
  }

  private void strikeAll(List<Fault> faults, Semaphore gate, List<String> complaints)
      throws InterruptedException {
    Set<Integer> hit = Set.of();
    for (int i = 0; i < faults.size(); i++) {
      if (!faults.get(i).soon()) {
        awaitEnd(hit);
      }
      // So many that all have begun by the last fault, and no sooner.
      gate.release(share(i + 1, faults.size()) - share(i, faults.size()));
      Thread.sleep(faults.get(i).pause());
      strike(faults.get(i), complaints);
      hit = Set.copyOf(underWay);
    }
  }

  private int share(int fault, int faults) {
    return Math.toIntExact((long) order.imports() * fault / faults);
  }

  /** Not for ever: what is stuck must not keep the other faults away. */
  private void awaitEnd(Set<Integer> hit) throws InterruptedException {
    long deadline = System.nanoTime() + SETTLING.toNanos();
    while (hit.stream().anyMatch(underWay::contains) && System.nanoTime() < deadline) {
      Thread.sleep(SETTLING_PAUSE_MILLIS);
    }
  }

  private Observation through(Semaphore gate, int number, Specimen kind, Specimens specimens)
      throws InterruptedException {
    gate.acquire();
    underWay.add(number);
    try {
      return new PatientImport(api, strikes, Deadlines.STANDARD, CLOCK, number, kind, specimens)
          .run();
    } finally {
      underWay.remove(number);
    }
  }

  private void strike(Fault fault, List<String> complaints) throws InterruptedException {
    int hit = underWay.size();
    String now = CLOCK_TIME.format(CLOCK.instant());
    try {
      Strike strike = new Saboteur(cluster, strikes, CLOCK).strike(fault);
      Terminal.out()
          .printf(
              "  %s  %-16s with %2d imports under way, back after %s%n",
              now, fault, hit, Tally.seconds(Duration.between(strike.at(), strike.back())));
    } catch (RuntimeException e) {
      // The imports go on, and so do the other faults.
      Terminal.out()
          .printf("  %s  %-16s with %2d imports under way, not ready again%n", now, fault, hit);
      complaints.add("%s at %s and not ready again: %s".formatted(fault, now, e.getMessage()));
    }
  }

  /** What the API says of a good image, with what comes back. */
  private List<String> compare(Observation seen, Specimens specimens)
      throws IOException, InterruptedException {
    List<String> complaints = new ArrayList<>();
    if (seen.ending() instanceof Ending.Active && seen.specimen().isGood()) {
      JsonNode image = api.show(seen.imageId());
      String digest = Digests.of("sha512", api.open(seen.imageId()));
      if (!digest.equals(image.path("os_hash_value").asText())
          || !digest.equals(specimens.result(seen.specimen()))) {
        complaints.add(seen + ": its bytes are not what they have to be");
      }
      int stores = Catalogued.from(image).stores();
      if (stores != specimens.stores(seen.specimen())) {
        complaints.add(seen + ": it is in %d stores".formatted(stores));
      }
    }
    return complaints;
  }

  private List<String> deadLetters() {
    long count = new DeadLetters(cluster.kafka()).count();
    return count == 0 ? List.of() : List.of("there are %d dead letters".formatted(count));
  }

  private void print(List<Observation> seen, List<String> complaints) {
    var out = Terminal.out();
    out.println();
    List<String> table = Tally.of(seen, strikes.all()).lines();
    out.println(Terminal.bold(table.getFirst()));
    table.stream().skip(1).forEach(out::println);
    out.println();
    endings(seen).forEach((ending, count) -> out.printf("  %4d  %s%n", count, ending));
    out.println();
    if (complaints.isEmpty()) {
      out.println(
          Terminal.green("Nothing is wrong: %d imports, %d faults, seed %d.")
              .formatted(seen.size(), strikes.all().size(), order.seed()));
    } else {
      complaints.forEach(complaint -> out.println("  " + Terminal.red("✘ ") + complaint));
      out.println(
          Terminal.red("%d complaints.").formatted(complaints.size())
              + " The logs are in %s; the seed was %d."
                  .formatted(cluster.spec().state().logs(), order.seed()));
    }
  }

  private static Map<String, Integer> endings(List<Observation> seen) {
    Map<String, Integer> endings = new TreeMap<>();
    for (Observation each : seen) {
      String ending =
          switch (each.ending()) {
            case Ending.Active _ -> "active";
            case Ending.Failed(String cause) -> "failed: " + cause;
            case Ending.Stuck(String state) -> "stuck: " + state;
          };
      endings.merge(each.specimen().title() + ", " + ending, 1, Integer::sum);
    }
    return endings;
  }
}
