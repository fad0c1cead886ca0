/** What a definition says about a property, and whether a value agrees with it. */
@NullMarked
package io.vitrine.metadefs.definition;

import org.jspecify.annotations.NullMarked;
