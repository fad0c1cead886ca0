package io.vitrine.outbox;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.Fact;

/** Where facts go that must reach Kafka if, and only if, the surrounding transaction commits. */
public interface Outbox {
  Uni<Void> publish(Fact fact);
}
