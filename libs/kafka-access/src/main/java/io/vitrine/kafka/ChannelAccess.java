package io.vitrine.kafka;

import static java.util.Objects.requireNonNull;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vitrine.kafka.ChannelRights.Group;
import io.vitrine.kafka.ChannelRights.Topic;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether Kafka lets this service do what its channels need: one that may connect and may not read
 * is as good as away, and a channel alone would not say so.
 *
 * <p>Kafka is asked beside the answer, so that a broker that is away keeps nobody waiting. It is
 * the channels that tell of that.
 */
@Readiness
@ApplicationScoped
class ChannelAccess implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(ChannelAccess.class);
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final String PATIENCE_MILLIS = "5000";
  private static final DescribeTopicsOptions WITH_RIGHTS =
      new DescribeTopicsOptions().includeAuthorizedOperations(true);

  /** What Kafka has said last: the sentences, and whether any of them is vital. */
  private record State(Set<String> refusals, boolean isVital) {
    static final State NOTHING_REFUSED = new State(Set.of(), false);

    State {
      refusals = Set.copyOf(refusals);
    }

    String sentence() {
      return refusals.stream().sorted().collect(Collectors.joining("; "));
    }
  }

  private final Map<String, Object> settings;
  private final ChannelRights rights;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile State state = State.NOTHING_REFUSED;
  private volatile Instant lookedAt = Instant.MIN;
  private volatile @Nullable Admin admin;

  ChannelAccess(@Identifier("default-kafka-broker") Map<String, Object> broker, Config config) {
    this.settings = new HashMap<>(broker);
    settings.keySet().retainAll(AdminClientConfig.configNames());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    this.rights = ChannelRights.of(config);
  }

  void start(@Observes StartupEvent event) {
    lookBeside();
  }

  @Override
  public HealthCheckResponse call() {
    if (lookedAt.plus(FRESH).isBefore(Instant.now())) {
      lookBeside();
    }
    State last = state;
    HealthCheckResponseBuilder health =
        HealthCheckResponse.named("access to Kafka").status(!last.isVital());
    if (!last.refusals().isEmpty()) {
      health.withData("refused", last.sentence());
    }
    return health.build();
  }

  private void lookBeside() {
    if (!rights.topics().isEmpty() && busy.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> {
        try {
          tell(look());
        } finally {
          lookedAt = Instant.now();
          busy.set(false);
        }
      });
    }
  }

  /** What nobody answers is not refused. */
  private State look() {
    Set<String> refusals = new HashSet<>();
    boolean isVital = false;
    try {
      Admin asked = admin();
      var topics = asked.describeTopics(names(rights.topics(), Topic::name), WITH_RIGHTS);
      for (Topic topic : rights.topics()) {
        Optional<String> refusal =
            refusal(topic, requireNonNull(topics.topicNameValues().get(topic.name())));
        refusal.ifPresent(refusals::add);
        isVital |= refusal.isPresent() && topic.isVital();
      }
      var groups = asked.describeConsumerGroups(names(rights.groups(), Group::name));
      for (Group group : rights.groups()) {
        Optional<String> refusal =
            refusal(requireNonNull(groups.describedGroups().get(group.name())));
        refusal.ifPresent(refusals::add);
        isVital |= refusal.isPresent() && group.isVital();
      }
    } catch (KafkaException e) {
      Refusal.in(e).map(Refusal::sentence).ifPresent(refusals::add);
      isVital = !refusals.isEmpty() && rights.topics().stream().anyMatch(Topic::isVital);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new State(refusals, isVital);
  }

  /** Made late: without a token there is none. */
  private synchronized Admin admin() {
    if (admin == null) {
      admin = Admin.create(settings);
    }
    return admin;
  }

  private static <T> Set<String> names(List<T> things, Function<T, String> name) {
    return things.stream().map(name).collect(Collectors.toSet());
  }

  private static Optional<String> refusal(Topic topic, KafkaFuture<TopicDescription> asked)
      throws InterruptedException {
    try {
      // A broker without authoriser, or one that is too old to say, leaves nothing out.
      Set<AclOperation> allowed = asked.get().authorizedOperations();
      return allowed == null || allowed.contains(topic.operation())
          ? Optional.empty()
          : Optional.of(
              "Kafka refuses: %s of %s"
                  .formatted(topic.operation().name().toLowerCase(Locale.ROOT), topic.name()));
    } catch (ExecutionException e) {
      return Refusal.in(e).map(Refusal::sentence);
    }
  }

  private static Optional<String> refusal(KafkaFuture<?> asked) throws InterruptedException {
    try {
      asked.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Refusal.in(e).map(Refusal::sentence);
    }
  }

  private void tell(State now) {
    if (!now.refusals().equals(state.refusals())) {
      if (now.refusals().isEmpty()) {
        LOG.info("Kafka refuses nothing any more");
      } else {
        LOG.errorf("This service cannot do its work: %s", now.sentence());
      }
    }
    state = now;
  }

  @PreDestroy
  void close() {
    Admin opened = admin;
    if (opened != null) {
      opened.close(Duration.ofSeconds(1));
    }
  }
}
