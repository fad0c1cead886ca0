/**
 * Change and fact commit together: facts wait in a table of the same database until Kafka has them.
 * Each service that uses this has its own table {@code outbox}, by its own migrations.
 */
@NullMarked
package io.vitrine.outbox;

import org.jspecify.annotations.NullMarked;
