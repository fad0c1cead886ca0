/** How many requests a project may send. */
@NullMarked
package io.vitrine.gateway.limit;

import org.jspecify.annotations.NullMarked;
