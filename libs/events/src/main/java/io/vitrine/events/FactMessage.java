package io.vitrine.events;

import io.smallrye.reactive.messaging.ce.IncomingCloudEventMetadata;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
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
  /** The CloudEvents extension that carries the id of the request behind the fact. */
  public static final String REQUEST_ID = "requestid";

  private FactMessage() {}

  /** A message to send through a channel whose topic is configured. */
  public static Message<byte[]> of(Fact fact, String source, @Nullable String requestId) {
    return of(
        new Envelope(
            UUID.randomUUID(),
            source,
            FactCodec.typeOf(fact),
            fact.subject(),
            Instant.now(),
            requestId),
        FactCodec.encode(fact),
        OutgoingKafkaRecordMetadata.<String>builder().withKey(fact.subject().toString()).build());
  }

  /** A message whose envelope and topic were decided earlier, as an outbox does. */
  public static Message<byte[]> of(String topic, Envelope envelope, byte[] payload) {
    return of(
        envelope,
        payload,
        OutgoingKafkaRecordMetadata.<String>builder()
            .withTopic(topic)
            .withKey(envelope.subject().toString())
            .build());
  }

  /** The fact in a received message; empty where its type is unknown here. */
  public static Optional<Fact> read(Message<byte[]> message) {
    return message
        .getMetadata(IncomingCloudEventMetadata.class)
        .flatMap(event -> FactCodec.decode(event.getType(), message.getPayload()));
  }

  /** The id of the request that caused a received message. */
  public static Optional<String> requestIdOf(Message<byte[]> message) {
    return message
        .getMetadata(IncomingCloudEventMetadata.class)
        .map(event -> (IncomingCloudEventMetadata<?>) event)
        .flatMap(event -> event.<String>getExtension(REQUEST_ID));
  }

  private static Message<byte[]> of(
      Envelope envelope, byte[] payload, OutgoingKafkaRecordMetadata<String> record) {
    var event =
        OutgoingCloudEventMetadata.<byte[]>builder()
            .withId(envelope.id().toString())
            .withSource(URI.create(envelope.source()))
            .withType(envelope.type())
            .withSubject(envelope.subject().toString())
            .withTimestamp(envelope.time().atZone(ZoneOffset.UTC))
            .withDataContentType("application/json");
    if (envelope.requestId() != null) {
      event.withExtension(REQUEST_ID, envelope.requestId());
    }
    return Message.of(payload).addMetadata(event.build()).addMetadata(record);
  }

  /**
   * What CloudEvents says about a fact.
   *
   * @param subject the id of what it is about, also the Kafka key
   */
  public record Envelope(
      UUID id,
      String source,
      String type,
      UUID subject,
      Instant time,
      @Nullable String requestId) {}
}
