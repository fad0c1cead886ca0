/**
 * The bytes of images: they come in, go out and are removed here; who may do so the registry knows.
 */
@NullMarked
package io.vitrine.store;

import org.jspecify.annotations.NullMarked;
