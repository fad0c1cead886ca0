/** Says whether the properties of an image agree with the definitions. */
@NullMarked
package io.vitrine.metadefs.validation;

import org.jspecify.annotations.NullMarked;
