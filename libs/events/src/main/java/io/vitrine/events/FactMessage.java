package io.vitrine.events;

import io.smallrye.reactive.messaging.ce.IncomingCloudEventMetadata;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadataBuilder;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Facts as messages of reactive messaging, in the CloudEvents envelope. */
public final class FactMessage {
  /** The CloudEvents extensions that say who and what is behind the fact. */
  private static final String REQUEST_ID = "requestid";

  private static final String USER_ID = "userid";
  private static final String PROJECT_ID = "projectid";

  private FactMessage() {}

  /** A message to send through a channel whose topic is configured. */
  public static Message<byte[]> of(Fact fact, String source, Cause cause) {
    return of(
        new Envelope(
            UUID.randomUUID(),
            source,
            FactCodec.typeOf(fact),
            fact.subject(),
            Instant.now(),
            cause),
        FactCodec.encode(fact),
        OutgoingKafkaRecordMetadata.<String>builder().withKey(fact.subject()).build());
  }

  /** A message whose envelope and topic were decided earlier, as an outbox does. */
  public static Message<byte[]> of(String topic, Envelope envelope, byte[] payload) {
    return of(
        envelope,
        payload,
        OutgoingKafkaRecordMetadata.<String>builder()
            .withTopic(topic)
            .withKey(envelope.subject())
            .build());
  }

  /** The fact in a received message; empty where its type is unknown here. */
  public static Optional<Fact> read(Message<byte[]> message) {
    return message
        .getMetadata(IncomingCloudEventMetadata.class)
        .flatMap(event -> FactCodec.decode(event.getType(), message.getPayload()));
  }

  /** Who and what is behind a received message. */
  public static Cause causeOf(Message<byte[]> message) {
    return message
        .getMetadata(IncomingCloudEventMetadata.class)
        .map(event -> (IncomingCloudEventMetadata<?>) event)
        .map(event ->
            new Cause(
                event.<String>getExtension(REQUEST_ID).orElse(null),
                event.<String>getExtension(USER_ID).orElse(null),
                event.<String>getExtension(PROJECT_ID).orElse(null)))
        .orElse(Cause.NONE);
  }

  private static Message<byte[]> of(
      Envelope envelope, byte[] payload, OutgoingKafkaRecordMetadata<String> record) {
    var event =
        OutgoingCloudEventMetadata.<byte[]>builder()
            .withId(envelope.id().toString())
            .withSource(URI.create(envelope.source()))
            .withType(envelope.type())
            .withSubject(envelope.subject())
            .withTimestamp(envelope.time().atZone(ZoneOffset.UTC))
            .withDataContentType("application/json");
    Cause cause = envelope.cause();
    extend(event, REQUEST_ID, cause.requestId());
    extend(event, USER_ID, cause.userId());
    extend(event, PROJECT_ID, cause.projectId());
    return Message.of(payload).addMetadata(event.build()).addMetadata(record);
  }

  private static void extend(
      OutgoingCloudEventMetadataBuilder<byte[]> event, String extension, @Nullable String value) {
    if (value != null) {
      event.withExtension(extension, value);
    }
  }

  /**
   * What CloudEvents says about a fact.
   *
   * @param subject the id of what it is about, also the Kafka key
   */
  public record Envelope(
      UUID id, String source, String type, String subject, Instant time, Cause cause) {}
}
