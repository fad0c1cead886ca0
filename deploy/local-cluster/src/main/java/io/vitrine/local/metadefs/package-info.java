/** Metadata definitions in files, one namespace each, in Glance's format. */
@NullMarked
package io.vitrine.local.metadefs;

import org.jspecify.annotations.NullMarked;
