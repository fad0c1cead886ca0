/** What the nodes of a cluster tell each other of their caches, on two topics that are theirs. */
@NullMarked
package io.vitrine.store.cache.kafka;

import org.jspecify.annotations.NullMarked;
