/** A request on its way to a service, and the answer on its way back. */
@NullMarked
package io.vitrine.gateway.exchange;

import org.jspecify.annotations.NullMarked;
