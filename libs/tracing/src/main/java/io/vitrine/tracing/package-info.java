/** Carries a trace where no framework does: through a table, a claim, a thread. */
@NullMarked
package io.vitrine.tracing;

import org.jspecify.annotations.NullMarked;
