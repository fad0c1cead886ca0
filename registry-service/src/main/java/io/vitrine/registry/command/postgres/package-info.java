/** The memory of commands in PostgreSQL. */
@NullMarked
package io.vitrine.registry.command.postgres;

import org.jspecify.annotations.NullMarked;
