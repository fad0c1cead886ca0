/** The only public door: authenticates, routes, and streams both ways without holding a body. */
@NullMarked
package io.vitrine.gateway;

import org.jspecify.annotations.NullMarked;
