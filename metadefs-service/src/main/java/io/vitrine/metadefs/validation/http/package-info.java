/** Validation over HTTP. */
@NullMarked
package io.vitrine.metadefs.validation.http;

import org.jspecify.annotations.NullMarked;
