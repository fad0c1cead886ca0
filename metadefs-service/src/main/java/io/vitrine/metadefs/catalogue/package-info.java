/**
 * Whole namespaces as files have them: they are loaded, and some come with the service, which
 * remembers what it has loaded of those.
 */
@NullMarked
package io.vitrine.metadefs.catalogue;

import org.jspecify.annotations.NullMarked;
