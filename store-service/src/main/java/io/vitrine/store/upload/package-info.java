/** Bytes from a client into a store, reported to the registry as facts. */
@NullMarked
package io.vitrine.store.upload;

import org.jspecify.annotations.NullMarked;
