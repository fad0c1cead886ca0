/**
 * Change and fact commit together: facts wait in a table of the same database until Kafka has them.
 */
@NullMarked
package io.vitrine.registry.outbox;

import org.jspecify.annotations.NullMarked;
