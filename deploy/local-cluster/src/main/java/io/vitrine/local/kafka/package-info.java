/** What operators do with Kafka by hand: send commands, and look after dead letters. */
@NullMarked
package io.vitrine.local.kafka;

import org.jspecify.annotations.NullMarked;
