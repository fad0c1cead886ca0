package io.vitrine.outbox.postgres;

import io.vitrine.events.Cause;
import io.vitrine.events.Fact;
import io.vitrine.events.FactCodec;
import io.vitrine.events.FactMessage.Envelope;
import io.vitrine.events.Topics;
import io.vitrine.tracing.TraceParent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A fact that waits for Kafka. */
@Entity(name = "Outbox")
@Table(name = "outbox")
@NullUnmarked
public class OutboxRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  @Column(name = "event_id")
  UUID eventId;

  String topic;
  String type;

  /** Of the version before, whose relay may send this row. */
  UUID subject;

  /** The subject; null in a row of the version before. */
  @Nullable String key;

  byte[] payload;

  @Column(name = "request_id")
  @Nullable String requestId;

  @Column(name = "user_id")
  @Nullable String userId;

  @Column(name = "project_id")
  @Nullable String projectId;

  /** Where its cause is in a trace, if anywhere. */
  @Column(name = "traceparent")
  @Nullable String traceParent;

  Instant time;

  /** Kafka can never take it; it waits for a person. */
  boolean parked;

  static OutboxRow of(Fact fact, Instant now, Cause cause) {
    OutboxRow row = new OutboxRow();
    row.eventId = UUID.randomUUID();
    row.topic = Topics.of(fact);
    row.type = FactCodec.typeOf(fact);
    row.key = fact.subject();
    row.subject = uuid(fact.subject());
    row.payload = FactCodec.encode(fact);
    row.requestId = cause.requestId();
    row.userId = cause.userId();
    row.projectId = cause.projectId();
    row.traceParent = TraceParent.current();
    row.time = now;
    return row;
  }

  /** What it is about, also the Kafka key. */
  String subject() {
    return key == null ? subject.toString() : key;
  }

  Envelope envelope(String source) {
    return new Envelope(
        eventId, source, type, subject(), time, new Cause(requestId, userId, projectId));
  }

  /** Subjects that are none, a project for instance, get one: the column has to have it. */
  private static UUID uuid(String subject) {
    try {
      return UUID.fromString(subject);
    } catch (IllegalArgumentException e) {
      return UUID.nameUUIDFromBytes(subject.getBytes(StandardCharsets.UTF_8));
    }
  }
}
