/** Namespaces: what they are, who sees them, who changes them. */
@NullMarked
package io.vitrine.metadefs.namespace;

import org.jspecify.annotations.NullMarked;
