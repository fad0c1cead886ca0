/** What a service says when Kafka does not let it in, or not everywhere. */
@NullMarked
package io.vitrine.kafka;

import org.jspecify.annotations.NullMarked;
