/** Usage in PostgreSQL. */
@NullMarked
package io.vitrine.registry.quota.postgres;

import org.jspecify.annotations.NullMarked;
