/** Bytes from a store to a client, whole or in part. */
@NullMarked
package io.vitrine.store.download;

import org.jspecify.annotations.NullMarked;
