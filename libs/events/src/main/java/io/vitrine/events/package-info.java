/**
 * The contract between the services: every fact that travels over Kafka, as one record each, and
 * how it looks on the wire (CloudEvents 1.0, binary mode, JSON). Facts evolve by optional fields
 * only; a new meaning is a new type.
 */
@NullMarked
package io.vitrine.events;

import org.jspecify.annotations.NullMarked;
