/** How a service proves to the others who it is. */
@NullMarked
package io.vitrine.servicetoken;

import org.jspecify.annotations.NullMarked;
