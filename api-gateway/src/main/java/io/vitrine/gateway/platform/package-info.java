/** Settings and health of the gateway. */
@NullMarked
package io.vitrine.gateway.platform;

import org.jspecify.annotations.NullMarked;
