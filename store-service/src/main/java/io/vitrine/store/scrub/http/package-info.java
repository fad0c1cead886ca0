/** A scrub over HTTP. */
@NullMarked
package io.vitrine.store.scrub.http;

import org.jspecify.annotations.NullMarked;
