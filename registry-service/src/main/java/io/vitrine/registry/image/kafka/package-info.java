/** What the store-service reports, from Kafka. */
@NullMarked
package io.vitrine.registry.image.kafka;

import org.jspecify.annotations.NullMarked;
