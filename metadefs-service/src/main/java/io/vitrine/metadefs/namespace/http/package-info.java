/** Namespaces over HTTP. */
@NullMarked
package io.vitrine.metadefs.namespace.http;

import org.jspecify.annotations.NullMarked;
