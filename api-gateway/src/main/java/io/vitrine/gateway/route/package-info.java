/** Where a request may go, decided from its path alone. */
@NullMarked
package io.vitrine.gateway.route;

import org.jspecify.annotations.NullMarked;
