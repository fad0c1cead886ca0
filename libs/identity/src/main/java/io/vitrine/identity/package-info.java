/** Who asks, for which project, with which roles, and under which request id. */
@NullMarked
package io.vitrine.identity;

import org.jspecify.annotations.NullMarked;
