/** The cache as the operator wants it, put together and measured. */
@NullMarked
package io.vitrine.store.cache.settings;

import org.jspecify.annotations.NullMarked;
