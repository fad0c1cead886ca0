package io.vitrine.events;

import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.ce.IncomingCloudEventMetadata;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadataBuilder;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.vitrine.tracing.TraceParent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

  /** A message to send through a channel whose topic is configured, in the current trace. */
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
            OutgoingKafkaRecordMetadata.<String>builder().withKey(fact.subject()).build())
        .addMetadata(TracingMetadata.withCurrent(traceOf(fact)));
  }

  /** Leases are renewed all the time, which would bury what a trace is to show. */
  private static Context traceOf(Fact fact) {
    return switch (fact) {
      case ImportRun.Progressed _, BlobFact.UploadProgressed _ -> TraceParent.unrecorded();
      default -> Context.current();
    };
  }

  /** The same for one whose envelope, topic and trace were decided earlier, as an outbox does. */
  public static Message<byte[]> of(
      String topic, Envelope envelope, byte[] payload, @Nullable String traceParent) {
    return of(
            envelope,
            payload,
            OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(topic)
                .withKey(envelope.subject())
                .build())
        .addMetadata(TracingMetadata.withCurrent(TraceParent.context(traceParent)));
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

  /** Where a received message is in a trace, for who is not told of it by the channel. */
  public static Context traceOf(Message<byte[]> message) {
    return message
        .getMetadata(IncomingKafkaRecordMetadata.class)
        .map(record -> record.getHeaders().lastHeader(TraceParent.HEADER))
        .map(header -> TraceParent.context(new String(header.value(), StandardCharsets.US_ASCII)))
        .orElseGet(Context::root);
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
