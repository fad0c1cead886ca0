/** Images over HTTP: the Image API, and the internal one for the store-service. */
@NullMarked
package io.vitrine.registry.image.http;

import org.jspecify.annotations.NullMarked;
