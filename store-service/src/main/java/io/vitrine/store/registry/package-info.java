/** The registry's internal API, asked in the name of the user who waits. */
@NullMarked
package io.vitrine.store.registry;

import org.jspecify.annotations.NullMarked;
