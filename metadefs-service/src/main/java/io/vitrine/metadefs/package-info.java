/** The catalogue of metadata definitions. */
@NullMarked
package io.vitrine.metadefs;

import org.jspecify.annotations.NullMarked;
