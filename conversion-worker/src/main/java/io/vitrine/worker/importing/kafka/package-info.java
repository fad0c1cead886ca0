/** Hears by Kafka that work waits or has become pointless, and reports there. */
@NullMarked
package io.vitrine.worker.importing.kafka;

import org.jspecify.annotations.NullMarked;
