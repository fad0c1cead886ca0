/** Imports over HTTP: the Image API, and the internal one for workers. */
@NullMarked
package io.vitrine.registry.importing.http;

import org.jspecify.annotations.NullMarked;
