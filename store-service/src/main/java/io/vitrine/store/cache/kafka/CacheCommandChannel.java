package io.vitrine.store.cache.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.vitrine.events.Fact;
import io.vitrine.events.FactMessage;
import io.vitrine.events.ImageFact.ImageDeactivated;
import io.vitrine.events.ImageFact.ImageDeleted;
import io.vitrine.events.Topics;
import io.vitrine.store.cache.CacheCommand;
import io.vitrine.store.cache.CacheCommands;
import io.vitrine.store.cache.CacheNode;
import io.vitrine.store.cache.CacheProblem;
import io.vitrine.store.cache.kafka.CacheRecords.Command;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Commands to all nodes, and facts that are as good as one. The broker remembers under the node's
 * name how far it has heard them: one that was away hears the rest when it is back.
 */
@ApplicationScoped
class CacheCommandChannel implements CacheCommands {
  private static final Logger LOG = Logger.getLogger(CacheCommandChannel.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CacheNode node;
  private final MutinyEmitter<Record<String, byte[]>> commands;

  /** Commands of this node's own, which has carried them out when it hears them. */
  private final Set<UUID> own = ConcurrentHashMap.newKeySet();

  CacheCommandChannel(
      CacheNode node, @Channel("cache-commands") MutinyEmitter<Record<String, byte[]>> commands) {
    this.node = node;
    this.commands = commands;
  }

  @Produces
  @ApplicationScoped
  @Identifier("cache-orders")
  static Map<String, Object> consumer(CacheNode node) {
    return Map.of("group.id", "store-cache-" + node.name());
  }

  @Override
  public void tell(CacheCommand command) {
    UUID id = UUID.randomUUID();
    if (node.local().isPresent()) {
      own.add(id);
    }
    try {
      byte[] json = CacheRecords.encode(Command.of(id, command));
      commands.send(Record.of(id.toString(), json)).await().atMost(PATIENCE);
    } catch (RuntimeException e) {
      own.remove(id);
      LOG.errorf("A command to the caches was not confirmed: %s", e.toString());
      throw new CacheProblem.Untold().asException();
    }
  }

  @Incoming("cache-orders")
  @Blocking
  CompletionStage<Void> onOrder(Message<byte[]> message) {
    try {
      if (node.local().isPresent()) {
        hear(message);
      }
    } catch (RuntimeException e) {
      LOG.warnf("What is said to the caches cannot be read: %s", e.toString());
    }
    return message.ack();
  }

  private void hear(Message<byte[]> message) {
    boolean fact =
        message
            .getMetadata(IncomingKafkaRecordMetadata.class)
            .filter(metadata -> metadata.getTopic().equals(Topics.IMAGES))
            .isPresent();
    if (fact) {
      FactMessage.read(message).ifPresent(this::onFact);
    } else {
      Command command = CacheRecords.decode(message.getPayload(), Command.class);
      if (!own.remove(command.id())) {
        node.obey(command.command());
      }
    }
  }

  /** Whoever may still read such an image is not one of many. */
  private void onFact(Fact fact) {
    switch (fact) {
      case ImageDeleted(var image) -> node.obey(new CacheCommand.Drop(image.id()));
      case ImageDeactivated(var image) -> node.obey(new CacheCommand.Drop(image.id()));
      default -> {
        // Its bytes are what they were.
      }
    }
  }
}
