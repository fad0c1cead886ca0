/** What is remembered of the predefined namespaces, in PostgreSQL. */
@NullMarked
package io.vitrine.metadefs.catalogue.postgres;

import org.jspecify.annotations.NullMarked;
