/** Images in PostgreSQL. */
@NullMarked
package io.vitrine.registry.image.postgres;

import org.jspecify.annotations.NullMarked;
