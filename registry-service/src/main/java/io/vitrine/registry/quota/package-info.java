/** What projects use and how much they may: counted in the database, checked before it happens. */
@NullMarked
package io.vitrine.registry.quota;

import org.jspecify.annotations.NullMarked;
