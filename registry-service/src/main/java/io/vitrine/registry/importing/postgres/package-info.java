/** Import tasks in PostgreSQL. */
@NullMarked
package io.vitrine.registry.importing.postgres;

import org.jspecify.annotations.NullMarked;
