/** Notifications on Kafka, as oslo.messaging reads them. */
@NullMarked
package io.vitrine.registry.notification.kafka;

import org.jspecify.annotations.NullMarked;
