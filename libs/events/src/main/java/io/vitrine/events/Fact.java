package io.vitrine.events;

import java.util.UUID;

/** Something that happened. Facts with the same subject keep their order. */
public sealed interface Fact permits AboutImage, MetadefFact {

  /** The id of what it happened to, also the Kafka key. */
  UUID subject();
}
