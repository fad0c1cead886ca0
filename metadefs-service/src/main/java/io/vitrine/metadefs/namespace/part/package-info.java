/** What a namespace consists of: properties, objects, tags and associations with resource types. */
@NullMarked
package io.vitrine.metadefs.namespace.part;

import org.jspecify.annotations.NullMarked;
