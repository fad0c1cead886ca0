/**
 * Hot images on this node's disk, and what all nodes have of them.
 *
 * <p>{@link io.vitrine.store.cache.HotImages} is what a download asks; {@link
 * io.vitrine.store.cache.ManageCache} is what an administrator asks.
 */
@NullMarked
package io.vitrine.store.cache;

import org.jspecify.annotations.NullMarked;
