/** Claims imports at the registry's internal API. */
@NullMarked
package io.vitrine.worker.importing.registry;

import org.jspecify.annotations.NullMarked;
