package io.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vitrine.events.Fact;
import io.vitrine.gateway.PlayedClock;
import io.vitrine.gateway.live.FactWindow.Arrival;
import io.vitrine.gateway.live.FactWindow.Extent;
import io.vitrine.gateway.live.Topic.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectEventsTest {
  private static final List<String> PROJECTS = List.of("demo", "other", "third");
  private static final int PARTITIONS = 3;
  private static final int STEPS = 2_000;
  private static final int LIVES = 30;

  private final PlayedClock clock = new PlayedClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Counter resets = meters.counter("resets");
  private final Log log = new Log();
  private Random random = new Random(0);

  private record Written(
      Partition partition, long offset, Instant at, int number, News news, Fact fact) {
    private String id() {
      return "id-" + number;
    }

    private UUID imageId() {
      return UUID.fromString(fact.subject());
    }
  }

  /** Kafka, as far as it goes. */
  private final class Log {
    private final Map<Partition, List<Written>> partitions = new HashMap<>();
    private final List<Written> all = new ArrayList<>();

    private Log() {
      clear();
    }

    private void clear() {
      all.clear();
      for (Topic topic : Topic.values()) {
        for (int number = 0; number < PARTITIONS; number++) {
          partitions.put(topic.partition(number), new ArrayList<>());
        }
      }
    }

    private void write(Topic topic, Fact fact) {
      Partition partition = topic.partition(Math.floorMod(fact.subject().hashCode(), PARTITIONS));
      List<Written> records = partitions.get(partition);
      Written record =
          new Written(
              partition,
              records.size(),
              clock.instant(),
              all.size(),
              News.of(fact).orElseThrow(),
              fact);
      records.add(record);
      all.add(record);
    }
  }

  private final class Gateway {
    private final FactWindow window;

    private Gateway(long bytes) {
      window = new FactWindow(clock, new PlayedSettings(Duration.ofMinutes(10), bytes), meters);
    }

    /** As one that starts: from so long ago. */
    private Gateway begin(Duration back) {
      Instant from = clock.instant().minus(back);
      window.begin(
          log.partitions.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey,
                      entry -> {
                        List<Written> records = entry.getValue();
                        long old = records.stream().filter(one -> one.at().isBefore(from)).count();
                        return new Extent(old, records.size());
                      })));
      return this;
    }

    /** The next few records of a partition. */
    private void read(Partition partition, int most) {
      List<Written> records = log.partitions.get(partition);
      for (int i = 0; i < most; i++) {
        long next = window.next(partition).orElseThrow();
        if (next < records.size()) {
          Written one = records.get((int) next);
          window.happened(
              new Arrival(one.partition(), one.offset(), one.at(), one.id()),
              Optional.of(one.fact()));
        }
      }
    }

    private void readAll() {
      log.partitions.keySet().forEach(partition -> read(partition, log.all.size()));
    }
  }

  private final class Client {
    private final String project;
    private ProjectEvents stream;
    private Optional<String> id = Optional.empty();

    /** Since it has listed its images last: what it was told, and what had been written by then. */
    private final List<String> told = new ArrayList<>();

    private int listedAt = log.all.size();

    private Client(String project, Gateway gateway) {
      this.project = project;
      stream = open(gateway);
    }

    private ProjectEvents open(Gateway gateway) {
      return new ProjectEvents(gateway.window, clock, resets, project, id);
    }

    private void comeAgain(Gateway gateway) {
      if (random.nextBoolean()) {
        // As a keep-alive would have said.
        id = stream.position().or(() -> id);
      }
      stream = open(gateway);
    }

    private void take(int most) {
      for (int i = 0; i < most; i++) {
        Optional<LiveEvent> event = stream.next();
        if (event.isEmpty()) {
          id = id.or(stream::position);
          return;
        }
        id = Optional.of(event.get().id());
        if (event.get().name().equals("reset")) {
          told.clear();
          listedAt = log.all.size();
        } else {
          told.add(event.get().data());
        }
      }
    }

    private void check(Set<Written> superseded) {
      Map<String, Written> own = new HashMap<>();
      for (Written one : log.all) {
        if (one.news().project().equals(project)) {
          own.put(one.news().data(), one);
        }
      }
      assertThat(own.keySet()).as("nothing of others").containsAll(told);
      assertThat(told).as("nothing twice").doesNotHaveDuplicates();
      Map<Object, Integer> last = new HashMap<>();
      for (String data : told) {
        Written one = own.get(data);
        Object line = List.of(one.imageId(), one.news().name());
        assertThat(last.getOrDefault(line, -1)).as("in order").isLessThan(one.number());
        last.put(line, one.number());
      }
      Set<String> heard = new HashSet<>(told);
      for (Written one : log.all.subList(listedAt, log.all.size())) {
        if (one.news().project().equals(project) && !superseded.contains(one)) {
          assertThat(heard).as("nothing missed").contains(one.news().data());
        }
      }
    }
  }

  /** By a later state that differs in its bytes only. */
  private Set<Written> superseded() {
    Set<Written> superseded = new HashSet<>();
    Map<UUID, Written> latest = new HashMap<>();
    for (Written one : log.all) {
      one.news()
          .task()
          .ifPresent(task -> {
            Written before = latest.put(task.id(), one);
            if (before != null
                && before.news().task().filter(task::isOnlyFurtherThan).isPresent()) {
              superseded.add(before);
            }
          });
    }
    return superseded;
  }

  /** A random life of gateways, clients and facts. */
  private void live(long seed, long bytes, boolean lags) {
    random = new Random(seed);
    log.clear();
    List<PlayedImage> images = new ArrayList<>();
    List<Played> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      images.add(PlayedImage.of(PROJECTS.get(random.nextInt(PROJECTS.size()))));
      tasks.add(Played.taskOf(UUID.randomUUID()));
    }
    List<Gateway> gateways = new ArrayList<>(List.of(new Gateway(bytes).begin(Duration.ZERO)));
    gateways.add(new Gateway(bytes).begin(Duration.ZERO));
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Client client = new Client(PROJECTS.get(i % PROJECTS.size()), gateways.get(i % 2));
      client.take(1);
      clients.add(client);
    }
    for (int step = 0; step < STEPS; step++) {
      clock.pass(Duration.ofMillis(random.nextInt(50)));
      Gateway gateway = gateways.get(random.nextInt(gateways.size()));
      Client client = clients.get(random.nextInt(clients.size()));
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> {
          int i = random.nextInt(images.size());
          images.set(i, images.get(i).next());
          log.write(Topic.IMAGES, images.get(i).updated());
        }
        case 3, 4 -> {
          int i = random.nextInt(tasks.size());
          Played task = tasks.get(i).at(clock.instant().plusMillis(step).toString());
          task =
              random.nextInt(4) == 0
                  ? task.attempt(task.attempt() + 1)
                  : task.done(task.done() + 1);
          tasks.set(i, task);
          log.write(Topic.TASKS, task.fact());
        }
        case 5, 6, 7 -> {
          List<Partition> all = List.copyOf(log.partitions.keySet());
          gateway.read(all.get(random.nextInt(all.size())), random.nextInt(10));
        }
        case 8, 9 -> client.take(random.nextInt(6));
        case 10 -> {
          if (!lags) {
            gateway.readAll();
          }
          client.comeAgain(gateway);
        }
        default -> {
          if (random.nextInt(10) == 0) {
            Duration back = lags ? Duration.ofSeconds(10) : Duration.ofMinutes(10);
            gateways.set(gateways.indexOf(gateway), new Gateway(bytes).begin(back));
          }
        }
      }
    }
    gateways.forEach(Gateway::readAll);
    Set<Written> superseded = superseded();
    for (Client client : clients) {
      client.comeAgain(gateways.get(random.nextInt(gateways.size())));
      client.take(STEPS * 2);
      client.check(superseded);
    }
  }

  @Test
  void whereverAClientGoesOnItIsToldEachEventOnceAndInOrder() {
    for (long seed = 0; seed < LIVES; seed++) {
      live(seed, 1 << 24, false);
    }
    assertThat(resets.count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 24, 20_000})
  void whatIsMissedIsSaidWhereWindowsAreShortAndGatewaysLag(long bytes) {
    for (long seed = 0; seed < LIVES; seed++) {
      live(seed, bytes, true);
    }
    assertThat(resets.count()).isPositive();
  }

  private Gateway gateway() {
    return new Gateway(1 << 20).begin(Duration.ZERO);
  }

  private Optional<String> nameOfNext(Client client) {
    return client.stream.next().map(LiveEvent::name);
  }

  @Test
  void aClientHasAPositionBeforeItsFirstEvent() {
    // Given
    Gateway gateway = gateway();
    Client client = new Client("demo", gateway);
    client.take(1);
    // When
    log.write(Topic.IMAGES, PlayedImage.of("demo").updated());
    gateway.readAll();
    client.comeAgain(gateway);
    // Then
    assertThat(nameOfNext(client)).hasValue("image");
    assertThat(nameOfNext(client)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "t87kao-1-1", "1-zz...-..."})
  void anIdThatMeansNothingIsAReset(String id) {
    // Given
    Gateway gateway = gateway();
    Client client = new Client("demo", gateway);
    client.id = Optional.of(id);
    // When
    client.stream = client.open(gateway);
    // Then
    assertThat(nameOfNext(client)).hasValue("reset");
    assertThat(nameOfNext(client)).isEmpty();
    assertThat(resets.count()).isEqualTo(1);
  }

  @Test
  void whoComesBeforeKafkaIsToldOnceItIsThere() {
    // Given
    Gateway gateway = new Gateway(1 << 20);
    Client early = new Client("demo", gateway);
    Optional<String> nothing = nameOfNext(early);
    Optional<String> position = early.stream.position();
    // When
    gateway.begin(Duration.ZERO);
    // Then
    assertThat(nothing).isEmpty();
    assertThat(position).isEmpty();
    assertThat(nameOfNext(early)).hasValue("reset");
    assertThat(early.stream.position()).isPresent();
  }

  @Test
  void whoComesAgainBeforeKafkaReadsOnOnceItIsThere() {
    // Given
    Client client = new Client("demo", gateway());
    client.take(1);
    log.write(Topic.IMAGES, PlayedImage.of("demo").updated());
    clock.pass(Duration.ofSeconds(1));
    Gateway another = new Gateway(1 << 20);
    client.comeAgain(another);
    client.take(1);
    // When
    another.begin(Duration.ofMinutes(1)).readAll();
    // Then
    assertThat(nameOfNext(client)).hasValue("image");
    assertThat(nameOfNext(client)).isEmpty();
  }
}
