/**
 * The contract between the services: every fact that travels over Kafka, as one record each, and
 * how it looks on the wire (CloudEvents 1.0, binary mode, JSON). Facts evolve by new fields only; a
 * new meaning is a new type. What the Javadoc says here of public facts is what their JSON Schemas
 * and docs/events.md say.
 */
@NullMarked
package io.vitrine.events;

import org.jspecify.annotations.NullMarked;
