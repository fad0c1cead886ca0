/** Finds objects that are nobody's, and images whose bytes are not what they should be. */
@NullMarked
package io.vitrine.store.scrub;

import org.jspecify.annotations.NullMarked;
