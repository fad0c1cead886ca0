/** Commands as they come from Kafka: read, authorised, and led to the use cases. */
@NullMarked
package io.vitrine.registry.command.kafka;

import org.jspecify.annotations.NullMarked;
