/** The outbox in PostgreSQL. */
@NullMarked
package io.vitrine.registry.outbox.postgres;

import org.jspecify.annotations.NullMarked;
