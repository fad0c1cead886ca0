/** Takes requests from Kafka and reports to it. */
@NullMarked
package io.vitrine.worker.importing.kafka;

import org.jspecify.annotations.NullMarked;
