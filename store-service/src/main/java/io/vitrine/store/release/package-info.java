/** Bytes that no image owns any more are removed. */
@NullMarked
package io.vitrine.store.release;

import org.jspecify.annotations.NullMarked;
