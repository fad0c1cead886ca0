/** Namespaces in PostgreSQL. */
@NullMarked
package io.vitrine.metadefs.namespace.postgres;

import org.jspecify.annotations.NullMarked;
