package io.vitrine.registry.notification.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.ce.IncomingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.vitrine.events.Cause;
import io.vitrine.events.Fact;
import io.vitrine.events.FactMessage;
import io.vitrine.registry.notification.Notification;
import io.vitrine.registry.notification.NotificationRules;
import io.vitrine.registry.notification.Notifications;
import io.vitrine.registry.platform.FactReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Tells of facts one after the other, so those about one image keep their order. A fact is done
 * with when Kafka has all that is told of it; until then it is tried again.
 */
@ApplicationScoped
class NotificationBridge {
  private final Notifications notifications;
  private final NotificationRules rules;
  private final MutinyEmitter<byte[]> sender;

  NotificationBridge(
      Notifications notifications,
      NotificationRules rules,
      @Channel("notifications") MutinyEmitter<byte[]> sender) {
    this.notifications = notifications;
    this.rules = rules;
    this.sender = sender;
  }

  @Incoming("notifiable")
  Uni<Void> onFact(Message<byte[]> message) {
    return FactReceiver.receive(
        message,
        Fact.class,
        fact ->
            Multi.createFrom()
                .iterable(records(message, fact))
                .onItem()
                .transformToUniAndConcatenate(sender::sendMessage)
                .onItem()
                .ignoreAsUni());
  }

  private List<Message<byte[]>> records(Message<byte[]> message, Fact fact) {
    IncomingCloudEventMetadata<?> event =
        message.getMetadata(IncomingCloudEventMetadata.class).orElseThrow();
    Instant time = event.getTimeStamp().map(ZonedDateTime::toInstant).orElseGet(Instant::now);
    Cause cause = FactMessage.causeOf(message);
    List<Message<byte[]>> records = new ArrayList<>();
    for (Notification notification : notifications.of(fact, time, cause)) {
      String id = records.isEmpty() ? event.getId() : derived(event.getId(), notification);
      records.add(
          record(
              fact.subject(), new OsloMessage(id, rules.publisherId(), time, cause, notification)));
    }
    return records;
  }

  /** The id of one more notification of the same fact. */
  private static String derived(String factId, Notification notification) {
    return UUID.nameUUIDFromBytes((factId + notification.type()).getBytes(UTF_8)).toString();
  }

  private Message<byte[]> record(String key, OsloMessage message) {
    String priority = message.notification().priority().name().toLowerCase(Locale.ROOT);
    return Message.of(message.encode())
        .addMetadata(
            OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(rules.topic() + "." + priority)
                .withKey(key)
                .build());
  }
}
