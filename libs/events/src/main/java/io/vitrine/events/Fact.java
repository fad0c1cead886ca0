package io.vitrine.events;

/** Something that happened. Facts with the same subject keep their order. */
public sealed interface Fact permits AboutImage, CommandResult, MetadefFact, QuotaFact {

  /** The id of what it happened to, also the Kafka key. */
  String subject();
}
