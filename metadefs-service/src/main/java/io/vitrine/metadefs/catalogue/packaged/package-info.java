/** The namespaces that come with the service, from its own archive. */
@NullMarked
package io.vitrine.metadefs.catalogue.packaged;

import org.jspecify.annotations.NullMarked;
