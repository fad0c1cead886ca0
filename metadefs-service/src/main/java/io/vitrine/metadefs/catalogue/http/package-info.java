/** Namespaces as files, over HTTP. */
@NullMarked
package io.vitrine.metadefs.catalogue.http;

import org.jspecify.annotations.NullMarked;
