package io.vitrine.outbox.postgres;

import io.vitrine.events.Fact;
import io.vitrine.events.FactCodec;
import io.vitrine.events.FactMessage.Envelope;
import io.vitrine.events.Topics;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
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
  UUID subject;
  byte[] payload;

  @Column(name = "request_id")
  @Nullable String requestId;

  Instant time;

  /** Kafka can never take it; it waits for a person. */
  boolean parked;

  static OutboxRow of(Fact fact, Instant now, @Nullable String requestId) {
    OutboxRow row = new OutboxRow();
    row.eventId = UUID.randomUUID();
    row.topic = Topics.of(fact);
    row.type = FactCodec.typeOf(fact);
    row.subject = fact.subject();
    row.payload = FactCodec.encode(fact);
    row.requestId = requestId;
    row.time = now;
    return row;
  }

  Envelope envelope(String source) {
    return new Envelope(eventId, source, type, subject, time, requestId);
  }
}
