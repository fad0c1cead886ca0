/** What conversion workers report, from Kafka. */
@NullMarked
package io.vitrine.registry.importing.kafka;

import org.jspecify.annotations.NullMarked;
