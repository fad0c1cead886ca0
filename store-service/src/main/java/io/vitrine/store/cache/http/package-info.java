/** Glance's calls to manage the cache. */
@NullMarked
package io.vitrine.store.cache.http;

import org.jspecify.annotations.NullMarked;
