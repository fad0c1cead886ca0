/** The outbox in PostgreSQL. */
@NullMarked
package io.vitrine.outbox.postgres;

import org.jspecify.annotations.NullMarked;
