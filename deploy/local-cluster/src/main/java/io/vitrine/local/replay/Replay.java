package io.vitrine.local.replay;

import io.vitrine.local.LocalCluster;
import io.vitrine.local.PartName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the catalogue from the facts on Kafka, and looks whether it is the real one. */
public final class Replay implements AutoCloseable {
  private static final List<String> TOPICS = List.of("vitrine.images", "vitrine.metadefs");

  /** Facts come within milliseconds, but for those that wait for a broker. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FactReader reader;
  private final ApiCatalogue api;
  private final Told told = new Told();
  private long facts;
  private Optional<Instant> oldest = Optional.empty();

  /**
   * A replay of a cluster's topics.
   *
   * @param admin gets a token of an administrator
   */
  public Replay(LocalCluster cluster, Supplier<String> admin) {
    this(cluster.kafka(), cluster.ports().url(PartName.GATEWAY), admin);
  }

  /**
   * The same of any cluster.
   *
   * @param kafka settings of a client of its Kafka
   */
  public Replay(Map<String, Object> kafka, String gateway, Supplier<String> admin) {
    this.reader = new FactReader(kafka, TOPICS);
    this.api = new ApiCatalogue(gateway, admin);
  }

  /** Reads the topics from where they begin to where they end now. */
  public Telling read() {
    long begin = System.nanoTime();
    reader.readAll(this::take);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return new Telling(
        facts,
        took,
        oldest,
        told.images().count(),
        told.images().deleted(),
        told.images().members(),
        told.namespaces().count(),
        told.namespaces().parts(),
        reader.cutTopics(),
        told.images().begunLater() + told.namespaces().begunLater(),
        told.images().untoldVersions() + told.namespaces().untoldVersions(),
        reader.unreadable(),
        told.images().repeated() + told.namespaces().repeated(),
        told.images().late());
  }

  private void take(TopicFact fact) {
    facts++;
    if (oldest.isEmpty() || fact.time().isBefore(oldest.get())) {
      oldest = Optional.of(fact.time());
    }
    told.take(fact);
  }

  /** Where what was read, and what comes meanwhile, is not what the API shows. */
  public List<Difference> check() throws IOException, InterruptedException {
    return new Check(told, api, reader, PATIENCE).differences();
  }

  @Override
  public void close() {
    reader.close();
  }
}
