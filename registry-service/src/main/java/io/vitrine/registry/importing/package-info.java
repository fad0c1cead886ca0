/** Imports: tasks that conversion workers claim, run under a lease and report on. */
@NullMarked
package io.vitrine.registry.importing;

import org.jspecify.annotations.NullMarked;
